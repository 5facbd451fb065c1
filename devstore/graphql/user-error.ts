import { GraphQLError } from 'graphql';
import type { ApiObject, Arguments } from './graphql-types.ts';

export type UserError = { field: string[] | null; code: string; message: string };

/** A rule of the platform: what it refuses, with the field, code and message that it answers. `code` and `message` may depend on the input. */
export type RefusalRule<Subject> = {
  field: string[];
  code: string;
  message: string;
  refuses: (subject: Subject) => boolean;
};

/** The user errors of an input, one for each field at most: the first rule of a field that it breaks. */
export function brokenRules<Subject>(rules: readonly RefusalRule<Subject>[], subject: Subject): UserError[] {
  const errors: UserError[] = [];
  for (const { field, code, message, refuses } of rules) {
    const told = errors.some((error) => error.field?.join('.') === field.join('.'));
    if (!told && refuses(subject)) errors.push({ field, code, message });
  }
  return errors;
}

export function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** An argument or a field of an input that is an object. */
export function objectIn(input: Arguments, name: string): Arguments {
  const value = input[name];
  return typeof value === 'object' && value !== null ? (value as ApiObject) : {};
}

export function textIn(input: Arguments, name: string): string | null {
  const value = input[name];
  return typeof value === 'string' ? value : null;
}

export function listIn(input: Arguments, name: string): unknown[] {
  const value = input[name];
  return Array.isArray(value) ? value : [];
}

/** Throws for an input that the platform knows and the dev store does not: it must not be taken for something else. */
export function refuseUnimitated(input: Arguments, names: readonly string[], where: string): void {
  for (const name of names)
    if (isGiven(input[name]))
      throw new GraphQLError(`The dev store does not imitate ${where}.${name} yet (devstore/graphql).`, {
        extensions: { code: 'NOT_IMITATED' },
      });
}

/** User errors as discounts' payloads have them. */
export function discountUserErrors(errors: readonly UserError[]): (UserError & { extraInfo: null })[] {
  return errors.map((error) => ({ ...error, extraInfo: null }));
}
