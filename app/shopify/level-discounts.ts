/** Automatic discounts of our Function, one for a level (spec/rewards.md, tier perks). What comes back tells what is certain; nothing is thrown. */
import type { DiscountConfiguration } from '../domain/discount-configuration.ts';
import type { AdminAnswer, AdminGateway } from './admin-gateway.ts';
import {
  ActivateLevelDiscountDocument,
  CreateLevelDiscountDocument,
  DeactivateLevelDiscountDocument,
  LevelDiscountDocument,
  LevelDiscountsTitledDocument,
  SetMetafieldsDocument,
} from './admin-types.generated.ts';
import { FUNCTION_HANDLE } from './carriers/function-code.ts';
import { madeOf, type Made } from './discounts.ts';

/** `configuration`: what the Function is told; null where it is told nothing, or the discount is none of ours. */
export type LevelDiscount = { id: string; title: string; live: boolean; configuration: unknown };

/** `later`: nothing is known of what Shopify has, or did. */
type Found<Value> = { kind: 'found'; value: Value } | { kind: 'later'; codes: string[] };
export type Done = { kind: 'done' } | { kind: 'refused' | 'later'; codes: string[] };

type App = { discountId?: string; title?: string; status?: string };

/** null for a discount of another kind than ours. */
function discountOf(
  { discountId: id, title, status }: App,
  metafield: { jsonValue: unknown } | null | undefined,
): LevelDiscount | null {
  if (id === undefined || title === undefined) return null;
  return { id, title, live: status !== 'EXPIRED', configuration: metafield?.jsonValue ?? null };
}

export async function findLevelDiscount(
  admin: AdminGateway,
  id: string,
): Promise<Found<LevelDiscount | null>> {
  return found(await admin(LevelDiscountDocument, { id }), ({ node }) =>
    node && 'automaticDiscount' in node ? discountOf(node.automaticDiscount, node.metafield) : null,
  );
}

/** All of ours of exactly that title: a title says nothing of whose level it is (two may be called the same, one after the other or at once). */
export async function findTitled(admin: AdminGateway, title: string): Promise<Found<LevelDiscount[]>> {
  const query = `title:'${title.replaceAll(/['\\]/g, '\\$&')}'`;
  return found(await admin(LevelDiscountsTitledDocument, { query }), ({ discountNodes: { nodes } }) => {
    const own = nodes.flatMap(({ discount, metafield }) => discountOf(discount, metafield) ?? []);
    return own.filter((one) => one.title === title && one.configuration !== null);
  });
}

function found<Data, Value>(answer: AdminAnswer<Data>, read: (data: Data) => Value): Found<Value> {
  if (!answer.ok) return { kind: 'later', codes: answer.codes.length > 0 ? answer.codes : [answer.reason] };
  // Without read_discounts Shopify gives null as well: that is no proof that there is none.
  if (answer.refusedFields) return { kind: 'later', codes: ['ACCESS_DENIED'] };
  return { kind: 'found', value: read(answer.data) };
}

/** For every order, beside whatever else takes something off it. */
export async function createLevelDiscount(
  admin: AdminGateway,
  {
    title,
    configuration,
    startsAt,
  }: { title: string; configuration: DiscountConfiguration; startsAt: string },
): Promise<Made> {
  const answer = await admin(CreateLevelDiscountDocument, {
    discount: {
      title,
      startsAt,
      functionHandle: FUNCTION_HANDLE,
      discountClasses: ['SHIPPING'],
      combinesWith: { orderDiscounts: true, productDiscounts: true, shippingDiscounts: false },
      metafields: [
        { namespace: '$app', key: 'configuration', type: 'json', value: JSON.stringify(configuration) },
      ],
    },
  });
  return madeOf(answer, ({ discountAutomaticAppCreate: payload }) => {
    return payload && { id: payload.automaticAppDiscount?.discountId, userErrors: payload.userErrors };
  });
}

export async function configureLevelDiscount(
  admin: AdminGateway,
  id: string,
  configuration: DiscountConfiguration,
): Promise<Done> {
  const value = JSON.stringify(configuration);
  const metafields = [{ ownerId: id, namespace: '$app', key: 'configuration', type: 'json', value }];
  return done(await admin(SetMetafieldsDocument, { metafields }), (data) => data.metafieldsSet);
}

export async function activateLevelDiscount(admin: AdminGateway, id: string): Promise<Done> {
  return done(await admin(ActivateLevelDiscountDocument, { id }), (data) => data.discountAutomaticActivate);
}

export async function deactivateLevelDiscount(admin: AdminGateway, id: string): Promise<Done> {
  return done(
    await admin(DeactivateLevelDiscountDocument, { id }),
    (data) => data.discountAutomaticDeactivate,
  );
}

type Payload = { userErrors: readonly { code?: string | null }[] } | null | undefined;

function done<Data>(answer: AdminAnswer<Data>, payloadOf: (data: Data) => Payload): Done {
  if (!answer.ok) {
    const codes = answer.codes.length > 0 ? answer.codes : [answer.reason];
    return { kind: answer.reason === 'refused' ? 'refused' : 'later', codes };
  }
  const payload = payloadOf(answer.data);
  if (!payload) return { kind: 'refused', codes: ['ACCESS_DENIED'] };
  const codes = payload.userErrors.map((error) => error.code ?? 'UNKNOWN');
  if (codes.length === 0) return { kind: 'done' };
  return { kind: codes.includes('INTERNAL_ERROR') ? 'later' : 'refused', codes };
}
