import { z } from 'zod';

/** Text that PostgreSQL's jsonb can hold and that has one UTF-8 form: no NUL, no lone surrogate. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

export const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength, `is longer than ${maxLength} characters`)
    .refine(isStorableText, 'holds a NUL or a lone surrogate');

/** Shopify's tags, handles of exclusions and the like are compared trimmed and without case. */
export const withoutCase = (value: string): string => value.trim().toLowerCase();
