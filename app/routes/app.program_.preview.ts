import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { readLimited } from '../api/limited-body.ts';
import { deps } from '../deps.server.ts';
import { parseProgram } from '../domain/parse-program.ts';
import { PreviewChoiceSchema } from '../domain/widget-preview.ts';
import { previewOf } from '../queries/widget-preview.ts';
import { requireMerchant } from '../shopify.server.ts';

/** A programme as it is sent to be saved, and some. */
const BYTES_MAX = 4 * 1024 * 1024;

const AskedSchema = z.strictObject({ program: z.unknown(), choice: PreviewChoiceSchema });

/** The widget over the programme that a form means, which need not be saved: HTML for a frame. Changes nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const bytes = await readLimited(request, BYTES_MAX);
  const asked = AskedSchema.safeParse(bytes && readJson(bytes.toString('utf8')));
  if (!asked.success) return Response.json({ error: 'not a programme and a choice' }, { status: 400 });
  const parsed = parseProgram(asked.data.program);
  if (!parsed.ok) return Response.json({ error: 'not a valid programme' }, { status: 422 });
  return Response.json({ html: await previewOf(deps(), shop, parsed.program, asked.data.choice) });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
