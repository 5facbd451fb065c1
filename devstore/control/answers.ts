import type { Context } from 'hono';
import type { z } from 'zod';
import type { Refusal } from '../state/dev-store.ts';

/** A JSON body checked by a schema, or the answer that names every fault in it. */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<{ ok: true; body: z.output<Schema> } | { ok: false; answer: Response }> {
  const text = await context.req.text();
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    return { ok: false, answer: context.json({ error: 'The body is not JSON.' }, 400) };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, body: parsed.data };
  const faults = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }));
  return { ok: false, answer: context.json({ error: 'The body is not valid.', faults }, 422) };
}

/** The answer to an expected refusal: 404 for what does not exist, 422 for the rest. */
export function refusalAnswer(context: Context, refusal: Refusal<string>): Response {
  const status = refusal.reason === 'unknown-order' || refusal.reason === 'unknown-delivery' ? 404 : 422;
  return context.json({ error: refusal.detail, reason: refusal.reason }, status);
}
