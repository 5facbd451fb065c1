// Birthdays and anniversaries by a clock that the test sets: PostgreSQL, the use cases and the worker's own job.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { handleActionDays } from '../../app/jobs/action-days-handler.ts';
import { mergeCustomers } from '../../app/services/merge-customers.ts';
import { tellBirthday } from '../../app/services/tell-birthday.ts';
import { OCCASIONS_AT_ONCE } from '../../app/services/work-action-days.ts';
import { enrolMembers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { ClockedShop } from '../support/clocked-shop.ts';

const birthday = { id: 'cake', kind: 'birthday', name: { en: 'Birthday' }, points: 50 };
const anniversary = { id: 'year', kind: 'anniversary', name: { en: 'Anniversary' }, points: 20 };
const rewarding = (...actions: object[]) => ({ ...startingProgram, actions });

let shop: ClockedShop;
const tell = (customerId: string, month: number, day: number) =>
  tellBirthday(shop.deps, shop.id, { customerId, birthday: { month, day } });
const runAt = async (instant: string) => {
  shop.now = instant;
  await handleActionDays(shop.deps);
};

/** The date some days before or after, for what is looked at from there on. */
const dateBy = (instant: string, days: number) =>
  new Date(Date.parse(instant) + days * 86_400_000).toISOString().slice(0, 10);

beforeEach(async () => {
  shop = await ClockedShop.start('America/New_York');
});
afterEach(() => shop.stop());

describe('a birthday', () => {
  test.each([
    ['America/New_York', 3, 8, '2026-03-08T04:59:59.999Z', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', 11, 1, '2026-11-01T03:59:59.999Z', '2026-11-01T04:00:00.000Z'],
    ['Europe/Berlin', 3, 30, '2026-03-29T21:59:59.999Z', '2026-03-29T22:00:00.000Z'],
    ['Asia/Tokyo', 12, 31, '2026-12-30T14:59:59.999Z', '2026-12-30T15:00:00.000Z'],
    // The clocks there skip the midnight of that day.
    ['Africa/Cairo', 4, 24, '2026-04-23T21:59:59.999Z', '2026-04-23T22:00:00.000Z'],
    // No leap year.
    ['America/New_York', 2, 29, '2026-02-28T04:59:59.999Z', '2026-02-28T05:00:00.000Z'],
  ])('in %s, %s/%s: not at %s, but at %s', async (zone, month, day, before, at) => {
    await shop.database.pool.query('UPDATE shop SET time_zone = $1', [zone]);
    await shop.publish(rewarding(birthday));
    await shop.enrol('1', '2026-01-01T00:00:00Z');
    expect(await tell('1', month, day)).toMatchObject({ ok: true });
    await shop.idleUntil(dateBy(before, -3));
    await runAt(before);
    expect(await shop.awards('1')).toEqual([]);
    await runAt(at);
    await runAt(at);
    expect(await shop.awards('1')).toEqual([`${at} birthday:2026 50`]);
  });

  test('of 29 February comes on the day itself in a leap year, and every year once', async () => {
    await shop.publish(rewarding(birthday));
    await shop.enrol('1', '2026-01-01T00:00:00Z');
    await tell('1', 2, 29);
    for (const at of ['2026-02-28T05:00:00.000Z', '2027-02-28T05:00:00.000Z', '2028-02-29T05:00:00.000Z']) {
      const before = await shop.awards('1');
      await shop.idleUntil(dateBy(at, -3));
      await runAt(new Date(Date.parse(at) - 1).toISOString());
      expect(await shop.awards('1')).toEqual(before);
      await runAt(at);
      // Nor on the days after.
      await runAt(`${dateBy(at, 4)}T12:00:00.000Z`);
      expect(await shop.awards('1')).toEqual([...before, `${at} birthday:${at.slice(0, 4)} 50`]);
    }
  });

  test('that is told on its day is rewarded at once, and not again by the job; one that has passed waits a year', async () => {
    await shop.publish(rewarding(birthday));
    for (const customer of ['1', '2']) await shop.enrol(customer, '2026-01-01T00:00:00Z');
    await shop.idleUntil('2026-05-30');
    shop.now = '2026-06-02T03:59:00.000Z';
    expect(await tell('1', 6, 1)).toEqual({
      ok: true,
      birthday: { month: 6, day: 1 },
      changeableFrom: '2027-06-01',
    });
    expect(await shop.awards('1')).toEqual(['2026-06-02T03:59:00.000Z birthday:2026 50']);
    shop.now = '2026-06-02T04:00:00.000Z';
    await tell('2', 6, 1);
    await runAt('2026-06-03T12:00:00.000Z');
    expect(await shop.awards('1')).toHaveLength(1);
    expect(await shop.awards('2')).toEqual([]);
    await shop.idleUntil('2027-05-29');
    await runAt('2027-06-01T03:59:59.999Z');
    expect(await shop.awards('2')).toEqual([]);
    await runAt('2027-06-01T04:00:00.000Z');
    expect(await shop.awards('2')).toEqual(['2027-06-01T04:00:00.000Z birthday:2027 50']);
  });

  test('is changed a year after it was told; nobody has two in a year', async () => {
    await shop.publish(rewarding(birthday));
    await shop.enrol('1', '2026-01-01T00:00:00Z');
    await tell('1', 3, 1);
    await shop.idleUntil('2026-02-26');
    await runAt('2026-03-02T00:00:00.000Z');
    shop.now = '2027-01-10T04:59:59.000Z';
    const refusal = { reason: 'birthday_locked', changeableFrom: '2027-01-10' };
    expect(await tell('1', 5, 1)).toEqual({ ok: false, refusal });
    expect(await tell('1', 3, 1)).toMatchObject({ ok: true, changeableFrom: '2027-01-10' });
    await shop.idleUntil('2027-02-26');
    await runAt('2027-03-02T00:00:00.000Z');
    expect(await tell('1', 5, 1)).toMatchObject({ ok: true, changeableFrom: '2028-03-01' });
    // Neither on the new day of this year, nor on the old one of the next.
    await shop.idleUntil('2027-04-28');
    await runAt('2027-05-03T00:00:00.000Z');
    await shop.idleUntil('2028-02-27');
    await runAt('2028-03-03T00:00:00.000Z');
    await shop.idleUntil('2028-04-28');
    await runAt('2028-05-01T03:59:59.999Z');
    await runAt('2028-05-01T04:00:00.000Z');
    expect(await shop.awards('1')).toEqual([
      '2026-03-02T00:00:00.000Z birthday:2026 50',
      '2027-03-02T00:00:00.000Z birthday:2027 50',
      '2028-05-01T04:00:00.000Z birthday:2028 50',
    ]);
  });

  test('that came while nobody worked counts as it was told then', async () => {
    await shop.publish(rewarding(birthday));
    await shop.enrol('1', '2026-01-01T00:00:00Z');
    await tell('1', 3, 1);
    await shop.idleUntil('2026-02-26');
    await runAt('2026-03-02T00:00:00.000Z');
    await shop.idleUntil('2027-02-26');
    // The job has not run since; the birthday is told anew after it has passed.
    shop.now = '2027-03-02T12:00:00.000Z';
    await tell('1', 12, 24);
    await runAt('2027-03-03T00:00:00.000Z');
    expect(await shop.awards('1')).toEqual([
      '2026-03-02T00:00:00.000Z birthday:2026 50',
      '2027-03-03T00:00:00.000Z birthday:2027 50',
    ]);
  });
});

describe('an anniversary', () => {
  test('comes every year after the day of enrolment in the time zone, not on it, with 29 February on the 28th', async () => {
    await shop.publish(rewarding(anniversary));
    await shop.enrol('1', '2025-03-09T04:59:59Z'); // the evening of the 8th
    await shop.enrol('2', '2025-03-09T05:00:00Z');
    await shop.enrol('3', '2024-02-29T12:00:00Z');
    await shop.enrol('4', '2026-03-08T12:00:00Z');
    await shop.idleUntil('2026-02-25');
    await runAt('2026-03-10T00:00:00Z');
    expect(await shop.awards('1')).toEqual(['2026-03-08T05:00:00.000Z anniversary:2026 20']);
    expect(await shop.awards('2')).toEqual(['2026-03-09T04:00:00.000Z anniversary:2026 20']);
    expect(await shop.awards('3')).toEqual(['2026-02-28T05:00:00.000Z anniversary:2026 20']);
    expect(await shop.awards('4')).toEqual([]);
    await shop.idleUntil('2027-02-25');
    await runAt('2027-03-10T00:00:00Z');
    await shop.idleUntil('2028-02-25');
    await runAt('2028-03-01T00:00:00Z');
    expect(await shop.awards('3')).toEqual([
      '2026-02-28T05:00:00.000Z anniversary:2026 20',
      '2027-02-28T05:00:00.000Z anniversary:2027 20',
      '2028-02-29T05:00:00.000Z anniversary:2028 20',
    ]);
  });
});

describe('the job', () => {
  test('catches up with every day by the version in force then, and acts once however often it runs', async () => {
    await shop.publish(rewarding(birthday, anniversary));
    for (const customer of ['1', '2', '3']) await shop.enrol(customer, '2024-05-05T12:00:00Z');
    await tell('1', 4, 4);
    await tell('2', 6, 6);
    await tell('3', 7, 7);
    shop.now = '2026-06-01T12:00:00.000Z';
    await shop.publish(rewarding({ ...birthday, id: 'more-cake', points: 80 }));
    shop.now = '2026-07-01T12:00:00.000Z';
    await shop.publish(rewarding({ ...birthday, active: false }));
    const year = '2026-05-05T04:00:00.000Z anniversary:2026 20';
    const at = '2026-08-01T12:00:00.000Z';
    for (let run = 0; run < 2; run += 1) {
      await runAt(at);
      expect(await shop.awards('1')).toEqual([year, `${at} birthday:2026 50`]);
      expect(await shop.awards('2')).toEqual([year, `${at} birthday:2026 80`]);
      expect(await shop.awards('3')).toEqual([year]);
    }
  });

  test('gives points that can be spent at once, and expire a full period later, whenever their day was', async () => {
    const expiry = { kind: 'afterEarning', months: 12 };
    await shop.publish({ ...rewarding(birthday), expiry });
    await shop.enrol('1', '2026-01-01T00:00:00Z');
    await tell('1', 2, 2);
    await runAt('2026-02-20T12:00:00.000Z');
    const { rows } = await shop.database.pool.query('SELECT available_at, expires_at, size FROM lot');
    expect(rows).toEqual([
      { available_at: new Date(shop.now), expires_at: new Date('2027-02-21T04:59:59.999Z'), size: '50' },
    ]);
  });

  test('on two workers at once, over more members than one batch, rewards each once', async () => {
    await shop.publish(rewarding(birthday, anniversary));
    const customers = Array.from({ length: OCCASIONS_AT_ONCE + 30 }, (_, index) => String(index + 1));
    await inTransaction(shop.database.pool, (tx) =>
      enrolMembers(
        tx,
        shop.id,
        customers.map((customerId) => ({ customerId, enrolledAt: '2025-07-01T12:00:00Z' })),
      ),
    );
    await shop.database.pool.query(
      `INSERT INTO member_birthday (shop, member_id, told_at, month, day)
       SELECT shop, member_id, '2026-01-10', 7, 1 FROM member`,
    );
    await shop.idleUntil('2026-06-28');
    shop.now = '2026-07-02T12:00:00.000Z';
    await Promise.all([1, 2, 3].map(() => handleActionDays(shop.deps)));
    await handleActionDays(shop.deps);
    const { rows } = await shop.database.pool.query<{ fact: string; count: string }>(
      'SELECT fact, count(*) FROM award GROUP BY fact ORDER BY fact',
    );
    expect(rows).toEqual([
      { fact: 'anniversary:2026', count: String(customers.length) },
      { fact: 'birthday:2026', count: String(customers.length) },
    ]);
    expect((await shop.database.pool.query('SELECT DISTINCT balance FROM member')).rows).toEqual([
      { balance: '70' },
    ]);
  });

  test('one shop that fails does not hold up the others', async () => {
    const other = ShopIdSchema.parse('another.myshopify.com');
    await shop.publish(rewarding(birthday));
    await shop.enrol('1', '2026-01-01T00:00:00Z');
    await tell('1', 2, 2);
    await shop.database.pool.query('INSERT INTO shop (shop) VALUES ($1)', [other]);
    await shop.database.pool.query("INSERT INTO action_day (shop, day) VALUES ($1, '2026-01-10')", [other]);
    // A document that no version of ours has stored: whoever reads it fails.
    await shop.database.pool.query(
      "INSERT INTO program_version (shop, number, published_at, recorded_at, document) VALUES ($1, 1, now(), now(), '{}')",
      [other],
    );
    await runAt('2026-02-03T00:00:00.000Z');
    expect(await shop.awards('1')).toHaveLength(1);
  });
});

test('a merge of two who both told their birthday: one birthday, and what was given twice is taken back', async () => {
  await shop.publish(rewarding(birthday));
  for (const customer of ['1', '2']) await shop.enrol(customer, '2026-01-01T00:00:00Z');
  await tell('1', 2, 2);
  await tell('2', 2, 3);
  await runAt('2026-02-04T00:00:00.000Z');
  await inTransaction(shop.database.pool, (tx) =>
    mergeCustomers(shop.deps, tx, shop.id, [{ from: '1', into: '2', at: shop.now }]),
  );
  expect(await shop.awards('1')).toEqual(['2026-02-04T00:00:00.000Z birthday:2026 50']);
  const { rows } = await shop.database.pool.query('SELECT balance FROM member ORDER BY member_id');
  expect(rows).toEqual([{ balance: '0' }, { balance: '50' }]);
  await shop.idleUntil('2027-01-31');
  await runAt('2027-02-03T04:59:59.999Z');
  await runAt('2027-02-03T05:00:00.000Z');
  expect(await shop.awards('2')).toEqual([
    '2026-02-04T00:00:00.000Z birthday:2026 50',
    '2027-02-03T05:00:00.000Z birthday:2027 50',
  ]);
});
