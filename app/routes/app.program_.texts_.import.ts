/** Reads a CSV file of texts: first what it changes, then, asked again with what that was made of, into the draft. */
import type { ActionFunctionArgs } from '@remix-run/node';
import type { ClientActionFunctionArgs } from '@remix-run/react';
import { deps } from '../deps.server.ts';
import { importTexts, previewTexts, type TextsImport } from '../services/import-texts.ts';
import { requireMerchant } from '../shopify.server.ts';

export async function action({ request }: ActionFunctionArgs): Promise<TextsImport> {
  const { shop } = await requireMerchant(request);
  const form = await request.formData();
  const csv = String(form.get('csv') ?? '');
  const seen = form.get('seen');
  if (typeof seen !== 'string') return previewTexts(deps(), shop, csv);
  return importTexts(deps(), shop, { csv, seen });
}

/** Without an answer the file is still there to be sent again. */
export async function clientAction({
  serverAction,
}: ClientActionFunctionArgs): Promise<TextsImport | { state: 'unreachable' }> {
  try {
    return await serverAction<typeof action>();
  } catch (error) {
    const isRedirect = error instanceof Response && error.status >= 300 && error.status < 400;
    if (isRedirect) throw error;
    return { state: 'unreachable' };
  }
}
