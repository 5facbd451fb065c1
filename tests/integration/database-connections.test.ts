// What single connections to the database may do to the app: end with the packet that opens them, or never answer again.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { orderPayload } from '../support/order-payload.ts';
import { startApp, startWorker } from '../support/processes.ts';
import { startShop, type TestShop } from '../support/shop.ts';
import { sendWebhook } from '../support/signed-webhook.ts';
import { StatementGate } from '../support/statement-gate.ts';

let shop: TestShop;
let gate: StatementGate;
beforeAll(async () => {
  shop = await startShop({ worker: false });
  gate = await StatementGate.open(shop.database.url);
});
afterAll(async () => {
  await gate.stop();
  await shop.stop();
});

const deliver = (url: string) =>
  sendWebhook(url, { topic: 'orders/paid', payload: orderPayload({ lines: [{ price: '10.00' }] }) });
const operations = (url: string) =>
  fetch(`${url}/api/v1/operations`, { headers: { Authorization: `Bearer ${shop.key}` } });
const publish = (url: string) =>
  fetch(`${url}/api/v1/program/publish`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${shop.key}` },
    body: '{}',
  });
const statuses = async (asked: Promise<Response>[]) => (await Promise.all(asked)).map((one) => one.status);

test('a connection that the database ends while it is being opened ends no process', async () => {
  const app = await startApp({ url: gate.url }, { LOG_LEVEL: 'warn' });
  const left = gate.sendAway(8);
  // Reads by one statement, and transactions: whoever is given such a connection.
  while (left() > 0) await statuses([deliver(app.url), operations(app.url), publish(app.url)]);
  expect(await statuses([deliver(app.url), operations(app.url)])).toEqual([200, 200]);
  expect(app.ended()).toBe(null);
  await app.stop();

  // Its first ones: once it has enough it opens none for seconds.
  const leftToWorker = gate.sendAway(3);
  const worker = await startWorker({ url: gate.url });
  expect(leftToWorker()).toBe(0);
  await shop.settled();
  expect(worker.ended(), worker.output()).toBe(null);
  await worker.stop();
}, 120_000);

test('connections that never answer again are given up: the app says so in time, and accepts as soon as there are others', async () => {
  const app = await startApp({ url: gate.url }, { LOG_LEVEL: 'warn' });
  const everything = () => [
    ...Array.from({ length: 6 }, () => deliver(app.url)),
    ...Array.from({ length: 6 }, () => operations(app.url)),
    fetch(`${app.url}/readyz`),
  ];
  expect(await statuses(everything())).toEqual(Array.from({ length: 13 }, () => 200));

  const unmute = gate.mute();
  const during = await statuses(everything());
  expect(during.filter((status) => status !== 503 && status !== 500)).toEqual([]);
  unmute();
  await vi.waitFor(
    async () => expect(await statuses(everything())).toEqual(Array.from({ length: 13 }, () => 200)),
    { timeout: 30_000, interval: 50 },
  );
  await app.stop();
}, 90_000);
