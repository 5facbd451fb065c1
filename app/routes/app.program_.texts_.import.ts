/** Reads a CSV file of texts: first what it changes, then, asked again with what that was made of, into the draft. */
import type { ActionFunctionArgs } from '@remix-run/node';
import type { ClientActionFunctionArgs } from '@remix-run/react';
import { savedOrKept } from '../components/form/section-result.ts';
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

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());
