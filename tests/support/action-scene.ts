// A programme with an action of every kind, and a shop as a test of it talks to it.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { EntriesSchema } from '../../app/api/schemas.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import type { TestShop } from './shop.ts';
import { signedProxyRequest } from './signed-proxy.ts';

const HOUR = 3_600_000;
export const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
const gift = {
  ...{ id: 'gift', kind: 'percentOff', percent: '5', points: 1, redeemable: false },
  name: { en: 'Gift' },
};
const action = (id: string, kind: string, points: number | null, changes: object = {}) => ({
  ...{ id, kind, points, name: { en: id } },
  ...changes,
});
const level = (id: string, threshold: string, multiplier: string) => ({
  ...{ id, threshold, multiplier, name: { en: id } },
});
export const rewarding = {
  ...startingProgram,
  earning: { ...startingProgram.earning, rounding: 'halfUp' },
  tiers: {
    basis: 'basePoints',
    period: { kind: 'lifetime' },
    levels: [level('bronze', '0', '1'), level('gold', '100000', '1.5')],
  },
  rewards: [gift],
  actions: [
    action('welcome', 'signUp', 100),
    action('cake', 'birthday', 50),
    action('year', 'anniversary', 20),
    action('review', 'custom', 33, { tierMultiplier: true }),
    action('daily', 'custom', 5, { limit: { times: 2, per: 'day' } }),
    action('once', 'custom', 7, { limit: { times: 1, per: 'ever' } }),
    action('photo', 'custom', null, { rewardId: 'gift' }),
    action('asleep', 'custom', 9, { active: false }),
  ],
};

export type MemberView = { points: { available: number; pending: number; lifetimeEarned: number } };

export const acting = (shop: TestShop) => {
  const call = async (method: string, path: string, body: object, key: string = randomUUID()) => {
    const response = await fetch(`${shop.app.url}/api/v1/${path}`, {
      method,
      headers: { Authorization: `Bearer ${shop.key}`, 'Idempotency-Key': key },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as object };
  };
  const entries = async (id: number) =>
    EntriesSchema.parse(await shop.get(`/api/v1/members/${id}/entries`)).entries;
  const delivered = async (topic: string, payload: object, triggeredAt?: string) => {
    const delivery = { topic, payload, ...(triggeredAt && { triggeredAt }) };
    expect((await shop.deliver(delivery)).status).toBe(200);
    await shop.settled();
  };
  return {
    call,
    entries,
    delivered,
    report: (id: number, actionId: string, key: string, more: object = {}, request?: string) =>
      call('POST', `members/${id}/actions`, { actionId, key, ...more }, request),
    proxy: <T>(
      path: string,
      customerId: number | null,
      body: object,
      locale = 'en',
      key: string = randomUUID(),
    ) => signedProxyRequest<T>(shop.app.url, 'POST', path, { customerId, body, locale, key }),
    available: async (id: number) => (await shop.get<MemberView>(`/api/v1/members/${id}`)).points.available,
    /** Kind, source and points of each entry. */
    sources: async (id: number) =>
      (await entries(id)).map(({ kind, points, source }) => `${kind} ${source.id} ${points}`),
  };
};
