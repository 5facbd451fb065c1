/** Shopify's side of the contract tests of rewards: a gateway with given answers, which refuses what the real schema would. */
import { getOperationAST, getVariableValues, type DocumentNode } from 'graphql';
import { expect } from 'vitest';
import { offerIn } from '../../app/domain/reward-offer.ts';
import { RewardSchema } from '../../app/domain/reward.ts';
import type { AdminAnswer, AdminGateway } from '../../app/shopify/admin-gateway.ts';
import type { RewardOrder } from '../../app/shopify/carriers/carrier.ts';
import { CARRIERS } from '../../app/shopify/carriers/registry.ts';
import { readAdminSchema } from '../../scripts/admin-schema.ts';

const { schema } = readAdminSchema();
export const ableShop = {
  currency: 'USD',
  capabilities: { functions: true, storeCredit: true, giftCards: true },
};

export type Sent = { operation: string; variables: Record<string, unknown> };

/** What Shopify would refuse of the variables before any of its own rules. */
function faultsOf(document: DocumentNode, variables: object): string[] {
  const { variableDefinitions = [] } = getOperationAST(document) ?? {};
  const { errors } = getVariableValues(schema, variableDefinitions, { ...variables });
  return errors?.map(({ message }) => message) ?? [];
}

/** A gateway that answers with what is given, in turn, and keeps what was asked. */
export function answering(...answers: (AdminAnswer<unknown> | object)[]): {
  admin: AdminGateway;
  sent: Sent[];
} {
  const sent: Sent[] = [];
  const admin: AdminGateway = (document, variables) => {
    expect(faultsOf(document, variables)).toEqual([]);
    sent.push({
      operation: getOperationAST(document)?.name?.value ?? '',
      variables: Object.fromEntries(Object.entries(variables)),
    });
    const answer = answers.shift() ?? {};
    const whole = 'ok' in answer ? answer : { ok: true, data: answer, refusedFields: false };
    return Promise.resolve(whole as never);
  };
  return { admin, sent };
}

export const three = [
  { currency: 'USD', amount: '5.00' },
  { currency: 'EUR', amount: '5' },
  { currency: 'KWD', amount: '1.500' },
];

/** What the reward is as it was redeemed, by a shop that can do everything. */
export function order(rest: object, currency = 'USD', change: Partial<RewardOrder> = {}): RewardOrder {
  const reward = RewardSchema.parse({ id: 'one', points: 500, name: { en: 'One' }, ...rest });
  const found = offerIn(reward, currency, ableShop);
  if (!found.ok) throw new Error(found.reason);
  return {
    code: 'ABCDE-FGHJK-23456',
    title: 'Meridian one 7',
    customerId: '42',
    reward,
    offer: found.offer,
    startsAt: '2026-11-22T10:00:00.700Z',
    endsAt: '2027-02-21T03:30:00.000Z',
    shop: { currency: 'USD', timeZone: 'America/New_York' },
    ...change,
  };
}

export const issue = async (asked: RewardOrder, ...answers: object[]) => {
  const { admin, sent } = answering(...answers);
  const made = await CARRIERS[asked.offer.carrier].issue(admin, asked);
  return { made, sent };
};

export const fault = (reason: 'throttled' | 'refused' | 'unavailable' | 'unauthorized') => ({
  ok: false,
  reason,
  codes: ['X'],
});
export const errors = (...codes: (string | null)[]) => ({
  userErrors: codes.map((code) => ({ code, field: null })),
});
