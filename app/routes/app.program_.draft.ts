/** Makes a document the draft: the pages with a whole programme (the document, import, an earlier version) all ask here. */
import type { ActionFunctionArgs } from '@remix-run/node';
import type { ClientActionFunctionArgs } from '@remix-run/react';
import { savedOrKept, sentDocument } from '../components/form/section-result.ts';
import { deps } from '../deps.server.ts';
import { saveDocument, type SavedDocument } from '../services/save-document.ts';
import { requireMerchant } from '../shopify.server.ts';

export async function action({ request }: ActionFunctionArgs): Promise<SavedDocument> {
  const { shop } = await requireMerchant(request);
  return saveDocument(deps(), shop, sentDocument(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());
