// The bare node:http servers that the app is held against: what somebody would write who needs this one thing and nothing else.
//   POST /webhooks      checks the HMAC, parses, keeps some facts by one INSERT, answers
//   GET /proxy/member   checks the signature, answers with one indexed SELECT
//   POST /api/v1/…      checks the API key, takes the points by one statement, has Shopify make the code, notes it
import { createHmac, hash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { REWARD_POINTS, TAKE_POINTS } from './reward.ts';

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

const keys = new Set((process.env.API_KEYS ?? '').split(',').map((key) => hash('sha256', key)));

async function redeem(request: IncomingMessage): Promise<{ status: number; json: object }> {
  const key = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
  if (!keys.has(hash('sha256', key))) return { status: 401, json: {} };
  const customer = request.url?.split('/')[4];
  await buffer(request);
  const [id, code] = [randomUUID(), randomUUID()];
  const taken = await pool.query({ name: 'take', text: TAKE_POINTS, values: [customer, REWARD_POINTS, id] });
  if (taken.rowCount === 0) return { status: 409, json: {} };
  const body = JSON.stringify({ query: 'discountCodeBasicCreate', variables: { code } });
  const made = await fetch(`${process.env.ADMIN_URL}/graphql.json`, { method: 'POST', body });
  await made.json();
  await pool.query({ name: 'note', text: 'UPDATE debit SET code = $2 WHERE id = $1', values: [id, code] });
  return { status: 200, json: { code } };
}

const server = createServer((request, response) => {
  void answer(request)
    .catch((error: Error) => {
      process.stderr.write(`${error.message}\n`);
      return { status: 500, json: {} };
    })
    .then(({ status, json }) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
    });
});
server.listen(Number(process.env.PORT), '127.0.0.1');

async function answer(request: IncomingMessage): Promise<{ status: number; json: object }> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/webhooks') return { status: await receive(request), json: {} };
  if (pathname === '/proxy/member') return read(searchParams);
  if (pathname.startsWith('/api/')) return redeem(request);
  return { status: 200, json: {} };
}
