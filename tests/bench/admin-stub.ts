// Shopify's Admin API as a benchmark needs it: the few answers that the app asks for, after ADMIN_LATENCY_MS, from a bucket that is never
// empty. The dev store throttles as Shopify does and checks every document, on the cores that are being measured: its figures would be its own.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

const latency = Number(process.env.ADMIN_LATENCY_MS);

/** A field of the document -> its data. */
const ANSWERS: Record<string, () => object | null> = {
  discountCodeBasicCreate: () => ({
    codeDiscountNode: { id: `gid://shopify/DiscountCodeNode/${randomUUID()}` },
    userErrors: [],
  }),
  codeDiscountNodeByCode: () => null,
  metafieldsSet: () => ({ metafields: [], userErrors: [] }),
  tagsAdd: () => ({ userErrors: [] }),
  tagsRemove: () => ({ userErrors: [] }),
  currentAppInstallation: () => ({ id: 'gid://shopify/AppInstallation/1' }),
};

const server = createServer((request, response) => {
  void text(request).then(async (body) => {
    if (latency > 0) await delay(latency);
    const asked = Object.entries(ANSWERS).filter(([field]) => body.includes(field));
    if (request.method === 'POST' && asked.length === 0)
      process.stderr.write(`no answer to ${body.slice(0, 200)}\n`);
    const data = Object.fromEntries(asked.map(([field, answer]) => [field, answer()]));
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ data }));
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
