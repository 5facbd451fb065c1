// The bare node:http servers that the app is held against: what somebody would write who needs this one thing and nothing else.
//   POST /webhooks      checks the HMAC, parses, keeps some facts by one INSERT, answers
//   GET /proxy/member   checks the signature, answers with one indexed SELECT
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';

type Line = { id: number; price: string; quantity: number };
type Order = {
  id: number;
  customer: { id: number };
  currency: string;
  processed_at: string;
  line_items: Line[];
};

const secret = process.env.SHOPIFY_API_SECRET ?? '';
// As many connections as the app has.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

async function receive(request: IncomingMessage): Promise<number> {
  const body = await buffer(request);
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(String(request.headers['x-shopify-hmac-sha256']), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 401;
  const order = JSON.parse(body.toString('utf8')) as Order;
  const facts = {
    id: order.id,
    customer: order.customer.id,
    currency: order.currency,
    processedAt: order.processed_at,
    lines: order.line_items.map(({ id, price, quantity }) => ({ id, price, quantity })),
  };
  await pool.query({
    name: 'receive',
    text: 'INSERT INTO delivery (shop, webhook_id, topic, received_at, facts) VALUES ($1, $2, $3, now(), $4) ON CONFLICT DO NOTHING',
    values: [
      request.headers['x-shopify-shop-domain'],
      request.headers['x-shopify-webhook-id'],
      request.headers['x-shopify-topic'],
      JSON.stringify(facts),
    ],
  });
  return 200;
}

async function read(query: URLSearchParams): Promise<{ status: number; json: object }> {
  const given = Buffer.from(query.get('signature') ?? '', 'hex');
  query.delete('signature');
  const message = [...query].map(([name, value]) => `${name}=${value}`).sort();
  const expected = createHmac('sha256', secret).update(message.join('')).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { status: 401, json: {} };
  const { rows } = await pool.query<{ balance: string }>({
    name: 'read',
    text: 'SELECT balance FROM member WHERE shop = $1 AND customer_id = $2',
    values: [query.get('shop'), query.get('logged_in_customer_id')],
  });
  return { status: 200, json: { member: rows[0] ? { balance: Number(rows[0].balance) } : null } };
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const work =
    request.method === 'POST'
      ? receive(request).then((status) => response.writeHead(status).end())
      : pathname === '/healthz'
        ? Promise.resolve(response.end())
        : read(searchParams).then(({ status, json }) =>
            response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json)),
          );
  work.catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    response.writeHead(500).end();
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
