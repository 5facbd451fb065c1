// The level on a member's page: how it came about, and placing by hand through the page's form.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberId, ShopIdSchema } from '../../app/domain/ids.ts';
import { canonicalInstant } from '../../app/domain/instant.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { memberLevel } from '../../app/queries/member-level.ts';
import { memberThemeData } from '../../app/queries/member-theme-data.ts';
import { adminPage, insertSession } from '../support/admin-page.ts';
import { orderPayload } from '../support/order-payload.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';

const CUSTOMER = 7_302_541;
let shop: TestShop;

beforeAll(async () => {
  const level = (id: string, threshold: string) => ({ id, name: { en: id }, threshold, multiplier: '1' });
  const levels = [level('bronze', '0'), level('silver', '300'), level('gold', '1000')];
  const tiers = { basis: 'basePoints', period: { kind: 'rolling', months: 12 }, levels };
  shop = await startShop({ program: { ...startingProgram, tiers } });
  await insertSession(shop.database.pool);
  await shop.database.pool.query(`UPDATE shop SET time_zone = 'America/New_York', currency = 'USD'`);
  // Milliseconds that end in zero have one text here and another as a Date's.
  const processedAt = `${new Date(Date.now() - 3_600_000).toISOString().slice(0, 19)}.120Z`;
  await shop.deliver({
    topic: 'orders/paid',
    payload: orderPayload({ customerId: CUSTOMER, processedAt, lines: [{ price: '310.00' }] }),
  });
  await shop.settled();
});
afterAll(() => shop.stop());

const standing = async () => {
  const clock = { now: () => new Date() };
  const found = await memberLevel({ pool: shop.database.pool, clock }, ShopIdSchema.parse(SHOP), '1');
  if (!found) throw new Error('there are tiers');
  return found;
};
/** By the page's action, at the address at which it answers in JSON. */
const place = async (form: Record<string, string>) =>
  (
    await adminPage(shop.app.url, `/app/members/${CUSTOMER}/change`, { intent: 'place', ...form })
  ).json() as Promise<unknown>;
const page = async () => (await adminPage(shop.app.url, `/app/members/${CUSTOMER}`)).text();

test('what the orders reached, and what the next level misses', async () => {
  expect(await standing()).toMatchObject({
    tier: { id: 'silver', nextLevel: { id: 'gold', missing: '690' } },
    changes: [{ to: 'silver', reason: 'order', orderName: '#1001' }],
    placement: null,
  });
  expect(await page()).toContain('690 points more to gold');
  // The theme is told the same until the order leaves the twelve months, and is written anew then.
  const { pool } = shop.database;
  const id = memberId('1');
  // Two months on no points are pending that would come before.
  const later = new Date(Date.now() + 60 * 86_400_000);
  const own = (await memberThemeData(pool, ShopIdSchema.parse(SHOP), [id], later)).get(id);
  const { rows } = await pool.query<{ until: Date }>(
    `SELECT (moment::timestamptz AT TIME ZONE 'America/New_York' + interval '12 months') AT TIME ZONE 'America/New_York' AS until FROM tier_order`,
  );
  const until = canonicalInstant(rows[0]!.until.toISOString());
  expect(own?.value.tier).toEqual({
    id: 'silver',
    next: { id: 'gold', missing: '690', until, by: 'basePoints 12 1000' },
  });
  expect(own?.changesAt).toBe(until);
});

test('given by hand to the end of a day of the shop, replaced, undone and taken back', async () => {
  const first = { level: 'gold', until: '2099-01-31', reason: 'A loyal customer' };
  expect(await place(first)).toEqual({ ok: true, level: 'gold', before: null });
  expect(await standing()).toMatchObject({
    tier: { id: 'gold', nextLevel: null },
    changes: [{ from: 'silver', to: 'gold', reason: 'placement' }, { to: 'silver' }],
    placement: { level: 'gold', until: new Date('2099-02-01T05:00:00Z'), reason: 'A loyal customer' },
  });
  expect(await page()).toContain('until Jan 31, 2099');

  const before = { level: 'gold', until: '2099-02-01T05:00:00.000Z' };
  expect(await place({ level: 'bronze', until: '', reason: 'A mistake' })).toEqual({
    ok: true,
    level: 'bronze',
    before,
  });
  // Nobody is placed below what they reached.
  expect(await standing()).toMatchObject({
    tier: { id: 'silver' },
    placement: { level: 'bronze', until: null },
  });
  expect(await place({ ...before, reason: 'Undo' })).toMatchObject({ ok: true, level: 'gold' });
  expect(await standing()).toMatchObject({
    tier: { id: 'gold' },
    placement: { until: new Date(before.until) },
  });

  expect(await place({ level: '', until: '', reason: 'Take back' })).toEqual({
    ok: true,
    level: null,
    before,
  });
  expect(await standing()).toMatchObject({
    tier: { id: 'silver' },
    placement: null,
  });
  expect((await standing()).changes.slice(0, 2)).toMatchObject([
    { from: 'gold', to: 'silver', reason: 'placement', takenBack: true },
    { to: 'gold', takenBack: false },
  ]);
  expect(await page()).toContain('Taken back by hand');
});

test('sent again after a lost answer it is done once, and can still be undone; another wish of the same page is another', async () => {
  const key = randomUUID();
  const placed = async () => (await shop.database.pool.query('SELECT FROM tier_placement')).rowCount;
  const before = (await placed()) ?? 0;
  const gold = { level: 'gold', until: '', reason: 'A loyal customer', key };
  const told = { ok: true, level: 'gold', before: null };
  expect([await place(gold), await place(gold)]).toEqual([told, told]);
  expect(await placed()).toBe(before + 1);
  const back = { level: '', until: '', reason: 'Take back', key };
  const taken = { ok: true, level: null, before: { level: 'gold', until: null } };
  expect([await place(back), await place(back)]).toEqual([taken, taken]);
  expect(await placed()).toBe(before + 2);
  // Nothing is left to take back.
  expect(await place({ ...back, key: randomUUID() })).toEqual({ ok: false, fault: 'level' });
});

test('the list of members names the level of each, who has no order the first', async () => {
  await shop.send('POST', '/api/v1/members', { customerId: '7302599', termsVersion: null });
  const html = await (await adminPage(shop.app.url, '/app/members')).text();
  expect(html).toContain('<bdi>silver</bdi>');
  expect(html).toContain('<bdi>bronze</bdi>');
});

test('a member who agreed to join: when, and where', async () => {
  const html = await (await adminPage(shop.app.url, '/app/members/7302599')).text();
  expect(html).toMatch(/Joined by consent: [^<]*\(through the API\)/);
  expect(await page()).not.toContain('(through the API)');
});

test('the page of a customer whom Shopify merged into another is that of the other', async () => {
  await shop.deliver({
    topic: 'customers/merge',
    payload: {
      admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${CUSTOMER}`,
      admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/7302599',
      admin_graphql_api_job_id: null,
      status: 'completed',
      errors: [],
    },
  });
  await shop.settled();
  const answer = await adminPage(shop.app.url, '/app/members/7302599');
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toContain(`/app/members/${CUSTOMER}`);
});

test.each<{ form: Record<string, string>; fault: string }>([
  { form: { level: 'platinum', until: '', reason: 'x' }, fault: 'level' },
  { form: { level: 'no id', until: '', reason: 'x' }, fault: 'level' },
  { form: { until: '', reason: 'x' }, fault: 'level' },
  { form: { level: 'gold', until: '2020-01-31', reason: 'x' }, fault: 'until' },
  { form: { level: 'gold', until: 'tomorrow', reason: 'x' }, fault: 'until' },
  { form: { level: 'gold', until: '', reason: ' ' }, fault: 'reason' },
  { form: { level: 'gold', until: '', reason: 'x'.repeat(501) }, fault: 'reason' },
])('$form is refused, beside its field, and changes nothing', async ({ form, fault }) => {
  const before = await standing();
  expect(await place(form)).toEqual({ ok: false, fault });
  expect(await standing()).toEqual(before);
});
