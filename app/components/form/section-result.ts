/** What saving a section of the programme answers, and the two doors through which it comes: the action's own, and no answer at all. */
import { parse } from '@conform-to/react';
import type { z } from 'zod';
import type { FieldFaults } from '../../domain/form-fault.ts';
import type { Fault } from '../../domain/parse-program.ts';

export type SectionResult =
  | { ok: true }
  /** By field, to stand beside it. */
  | { ok: false; reason: 'invalid'; faults: FieldFaults }
  /** The document as a whole would not be valid: nothing that a field of this form is about. */
  | { ok: false; reason: 'refused'; faults: Fault[] }
  /** Somebody else has saved it; `seen` names theirs. */
  | { ok: false; reason: 'stale'; seen: string }
  | Unreachable;

/** What a form sent, nested by the names of its fields ("name.en"), and which state of the section it was filled with. */
export function sentSection(form: FormData): { sent: unknown; seen: string } {
  const seen = form.get('seen');
  form.delete('seen');
  const { payload } = parse(form, { resolve: () => ({}) });
  return { sent: payload, seen: typeof seen === 'string' ? seen : '' };
}

/** A whole document that was sent, and which state of the draft its page was told of. */
export function sentDocument(form: FormData): { text: string; seen: string } {
  const [text, seen] = [form.get('document'), form.get('seen')];
  return { text: typeof text === 'string' ? text : '', seen: typeof seen === 'string' ? seen : '' };
}

/** What a list's page asks for, as its schema has it; null where it is nothing of that. */
export function sentChange<Change>(form: FormData, schema: z.ZodType<Change>): Change | null {
  const change = form.get('change');
  try {
    return schema.parse(typeof change === 'string' ? JSON.parse(change) : null);
  } catch {
    return null;
  }
}

/** No answer: the network, the session or the server. What was asked for may or may not have been done. */
export type Unreachable = { ok: false; reason: 'unreachable' };

/**
 * For a route's `clientAction`: an answer that does not come is a result like others, so that the page stays as it was typed. Left to the router,
 * it would replace the page by an error.
 */
export async function savedOrKept<Answer>(
  serverAction: () => Promise<Answer>,
): Promise<Answer | Unreachable> {
  try {
    return await serverAction();
  } catch (error) {
    const isRedirect = error instanceof Response && error.status >= 300 && error.status < 400;
    if (isRedirect) throw error;
    return { ok: false, reason: 'unreachable' };
  }
}

/** For a route's `shouldRevalidate`: where the save had no answer, loading the page again has none either, and would lose what was typed. */
export function unlessUnreachable({
  actionResult,
  defaultShouldRevalidate,
}: {
  actionResult?: unknown;
  defaultShouldRevalidate: boolean;
}): boolean {
  const result = actionResult as Partial<Unreachable> | undefined;
  return result?.reason === 'unreachable' ? false : defaultShouldRevalidate;
}
