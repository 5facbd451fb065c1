/** Cursors of the API's pages: opaque to clients, and parsed like everything else that comes from outside. */
import { z } from 'zod';

export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** A schema for `?cursor=` that gives the position, or null where there is none. */
export function cursorSchema<Position>(position: z.ZodType<Position>) {
  return z
    .string()
    .max(500)
    .optional()
    .transform((text, context): Position | null => {
      if (text === undefined || text === '') return null;
      const parsed = position.safeParse(jsonOf(text));
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: 'custom',
        message: 'is not a cursor of this list: take `next` of the page before',
      });
      return z.NEVER;
    });
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
