// Birthdays that are told and forgotten while the job notes their date: the job is held between what it notes and its commit.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { handleActionDays } from '../../app/jobs/action-days-handler.ts';
import { forgetBirthday } from '../../app/services/forget-birthday.ts';
import { tellBirthday } from '../../app/services/tell-birthday.ts';
import { workActionDays } from '../../app/services/work-action-days.ts';
import { ClockedShop } from '../support/clocked-shop.ts';
import { lockWaiters } from '../support/locked-members.ts';

const cake = { id: 'cake', kind: 'birthday', name: { en: 'Birthday' }, points: 50 };
const HELD = 4711;

let shop: ClockedShop;
beforeEach(async () => {
  shop = await ClockedShop.start('America/New_York');
  await shop.publish({ ...startingProgram, actions: [cake] });
  await shop.enrol('1');
});
afterEach(() => shop.stop());

const tell = (deps = shop.deps) =>
  tellBirthday(deps, shop.id, { customerId: '1', birthday: { month: 3, day: 1 } });
const runAt = async (instant: string) => {
  shop.now = instant;
  await handleActionDays(shop.deps);
};

/** `meanwhile` begins once the job has noted 1 March, and before that is committed. */
async function whileNoting(meanwhile: () => Promise<unknown>): Promise<void> {
  const { pool } = shop.database;
  await runAt('2026-02-28T12:00:00.000Z');
  await pool.query(`CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_advisory_xact_lock(${HELD}); RETURN NEW; END'`);
  await pool.query('CREATE TRIGGER hold BEFORE UPDATE ON action_day FOR EACH ROW EXECUTE FUNCTION hold()');
  const holder = await pool.connect();
  await holder.query('SELECT pg_advisory_lock($1)', [HELD]);
  shop.now = '2026-03-01T05:00:00.000Z';
  const noting = workActionDays(shop.deps, shop.id);
  await vi.waitFor(async () => expect(await lockWaiters(shop.database.pool)).toBe(1), {
    timeout: 30_000,
    interval: 10,
  });
  const done = meanwhile();
  let isOver = false;
  const over = done.finally(() => (isOver = true));
  // It waits for the job, or is over before it.
  await vi.waitFor(async () => expect(isOver || (await lockWaiters(shop.database.pool)) === 2).toBe(true), {
    timeout: 30_000,
    interval: 10,
  });
  await holder.query('SELECT pg_advisory_unlock($1)', [HELD]);
  holder.release();
  await Promise.all([noting, over]);
}

test('a birthday that is forgotten while its date is noted is not rewarded', async () => {
  await tell();
  await whileNoting(() => forgetBirthday(shop.deps, shop.id, '1'));
  await runAt('2026-03-02T12:00:00.000Z');
  expect(await shop.awards('1')).toEqual([]);
  expect((await shop.database.pool.query('SELECT FROM action_occasion')).rows).toEqual([]);
});

test('a birthday that is told just before its day, while that is noted, is rewarded on it', async () => {
  const clock = { now: () => new Date('2026-03-01T04:59:59.950Z') };
  await whileNoting(() => tell({ ...shop.deps, clock }));
  await runAt('2026-03-01T05:00:01.000Z');
  expect(await shop.awards('1')).toEqual(['2026-03-01T05:00:01.000Z birthday:2026 50']);
});

test('a birthday whose date had begun where the shop was before is rewarded on its day where it is now', async () => {
  await shop.database.pool.query("UPDATE shop SET time_zone = 'Asia/Tokyo'");
  await runAt('2026-02-28T20:00:00.000Z');
  await shop.database.pool.query("UPDATE shop SET time_zone = 'America/New_York'");
  expect(await tell()).toMatchObject({ ok: true });
  await runAt('2026-03-01T04:59:59.999Z');
  expect(await shop.awards('1')).toEqual([]);
  await runAt('2026-03-01T05:00:00.000Z');
  await runAt('2026-03-03T05:00:00.000Z');
  expect(await shop.awards('1')).toEqual(['2026-03-01T05:00:00.000Z birthday:2026 50']);
});
