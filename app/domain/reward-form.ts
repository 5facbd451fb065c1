/** A reward as the admin's form has it, every field as text (form-text.ts). What the form does not ask for stays as it was. */
import type { z } from 'zod';
import { formFault, type FieldFaults } from './form-fault.ts';
import {
  amountField,
  amounts,
  audienceFaults,
  byCurrency,
  type ByKey,
  chosen,
  EVERY,
  filled,
  languageField,
  ON,
  textOf,
  whole,
  words,
} from './form-text.ts';
import { partOf } from './program-parts.ts';
import { textTag } from './program-texts.ts';
import type { Program } from './program.ts';
import type { Amounts, RewardFormParts } from './reward-kinds/kind.ts';
import { REWARD_KINDS } from './reward-kinds/registry.ts';
import { RewardSchema, type Reward } from './reward.ts';

/** A type, not an interface, so that it is a record of strings to the form's library. */
export type RewardForm = {
  active: string;
  points: string;
  name: ByKey;
  description: ByKey;
  values: ByKey;
  percent: string;
  ceiling: ByKey;
  countries: string;
  /** "product 123" or "variant 123". */
  product: string;
  minSpend: ByKey;
  productIds: string;
  collectionIds: string;
  combinesWith: string;
  /** Handles; EVERY for all there are and will be. */
  markets: string;
  /** Ids of levels; EVERY for all. */
  tiers: string;
  times: string;
  per: string;
  total: string;
  validDays: string;
  unused: string;
};

/** What the form of the kind asks for; null where there is none. */
export const formParts = ({ kind }: Pick<Reward, 'kind'>): RewardFormParts | null => REWARD_KINDS[kind].form;

/** The languages that texts are asked for in: those of the markets, first of all, and whatever the texts have. */
export function formLanguages({ markets }: Pick<Program, 'markets'>, ...texts: ByKey[]): string[] {
  const tags = texts.flatMap((one) => Object.keys(one));
  return [...new Set([...markets.map(({ locale }) => textTag(locale, tags)), ...tags])];
}

/** The currencies that amounts are asked for in: those of the markets, else the shop's, and whatever has an amount. */
export function formCurrencies(
  { markets }: Pick<Program, 'markets'>,
  shopCurrency: string,
  ...amounts: Amounts[]
): string[] {
  const sold = markets.length > 0 ? markets.map(({ currency }) => currency) : [shopCurrency];
  return [...new Set([...sold, ...amounts.flat().map(({ currency }) => currency)])].filter(Boolean);
}

const amountsOf = (reward: Reward, key: 'values' | 'ceiling'): Amounts =>
  key in reward ? (partOf(reward, key) as Amounts) : [];

/** All amounts of a reward: of what it is worth, its ceiling and its minimum spend. */
export const rewardAmounts = (reward: Reward): Amounts[] => [
  amountsOf(reward, 'values'),
  amountsOf(reward, 'ceiling'),
  reward.conditions.minSpend ?? [],
];

/** The reward as the form begins with it. */
export function rewardForm(reward: Reward): RewardForm {
  const { conditions, limits } = reward;
  return {
    active: reward.active ? ON : '',
    points: String(reward.points),
    name: reward.name,
    description: reward.description,
    values: byCurrency(amountsOf(reward, 'values')),
    percent: reward.kind === 'percentOff' ? reward.percent : '',
    ceiling: byCurrency(amountsOf(reward, 'ceiling')),
    countries: reward.kind === 'freeShipping' ? reward.countries.join(' ') : '',
    product: reward.kind === 'freeProduct' ? productText(reward) : '',
    minSpend: byCurrency(conditions.minSpend ?? []),
    productIds: conditions.productIds.join(' '),
    collectionIds: conditions.collectionIds.join(' '),
    combinesWith: conditions.combinesWith.join(' '),
    markets: reward.for.markets?.join(' ') ?? EVERY,
    tiers: reward.for.tiers?.join(' ') ?? EVERY,
    times: reward.limits.perMember ? String(reward.limits.perMember.times) : '',
    per: limits.perMember?.per ?? 'ever',
    total: limits.total === null ? '' : String(limits.total),
    validDays: reward.validDays === null ? '' : String(reward.validDays),
    unused: reward.unused,
  };
}

function productText({ productId, variantId }: { productId: string | null; variantId: string | null }) {
  if (variantId !== null) return `variant ${variantId}`;
  return productId === null ? '' : `product ${productId}`;
}

export type ReadForm = { ok: true; reward: Reward } | { ok: false; faults: FieldFaults };

/** What a form means for the reward that it is about, by the schema that the document is held to; or every fault, by field. */
export function readRewardForm(sent: unknown, before: Reward): ReadForm {
  const own = audienceFaults(sent);
  const parsed = RewardSchema.safeParse(document(sent, before));
  if (parsed.success && Object.keys(own).length === 0) return { ok: true, reward: parsed.data };
  const faults: FieldFaults = { ...own };
  for (const issue of parsed.error?.issues ?? []) {
    const name = fieldOf(issue, sent, before);
    faults[name] = [...(faults[name] ?? []), formFault(issue)];
  }
  return { ok: false, faults };
}

function document(sent: unknown, before: Reward): unknown {
  const parts = formParts(before);
  const asks = (field: RewardFormParts['fields'][number]) => parts?.fields.includes(field) ?? false;
  const holds = (one: RewardFormParts['conditions'][number]) => parts?.conditions.includes(one) ?? false;
  const [product, productNumber] = words(sent, 'product');
  const times = whole(sent, 'times');
  return {
    ...before,
    active: textOf(sent, 'active') === ON,
    points: whole(sent, 'points'),
    name: Object.fromEntries(filled(sent, 'name')),
    description: Object.fromEntries(filled(sent, 'description')),
    ...(asks('values') && { values: amounts(sent, 'values') }),
    ...(asks('percent') && { percent: textOf(sent, 'percent') || undefined }),
    ...(asks('ceiling') && { ceiling: amounts(sent, 'ceiling') }),
    ...(asks('countries') && { countries: words(sent, 'countries').map((code) => code.toUpperCase()) }),
    ...(asks('product') && {
      productId: product === 'product' ? productNumber : null,
      variantId: product === 'variant' ? productNumber : null,
    }),
    for: { markets: chosen(sent, 'markets'), tiers: chosen(sent, 'tiers') },
    conditions: {
      // What the kind cannot hold goes, so that saving mends what the warning is about.
      minSpend: holds('minSpend') ? amounts(sent, 'minSpend') : null,
      productIds: holds('goods') ? words(sent, 'productIds') : [],
      collectionIds: holds('goods') ? words(sent, 'collectionIds') : [],
      combinesWith: holds('combinesWith') ? words(sent, 'combinesWith') : before.conditions.combinesWith,
    },
    limits: {
      perMember: times === undefined ? null : { times, per: textOf(sent, 'per') },
      total: whole(sent, 'total') ?? null,
    },
    validDays: whole(sent, 'validDays') ?? null,
    ...(parts?.returns && { unused: textOf(sent, 'unused') }),
  };
}

/** The name of the field that a fault of the document is about. */
function fieldOf({ path }: z.core.$ZodIssue, sent: unknown, before: Reward): string {
  const [first, second, third] = path.map(String);
  switch (first) {
    case 'name':
      return languageField('name', second, sent, before.name);
    case 'description':
      return second === undefined ? first : `description.${second}`;
    case 'values':
    case 'ceiling':
      return amountField(first, second, sent);
    case 'productId':
    case 'variantId':
      return 'product';
    case 'for':
      return second ?? '';
    case 'conditions':
      return second === 'minSpend' ? amountField(second, third, sent) : (second ?? '');
    case 'limits':
      return second === 'total' ? second : third === 'per' ? third : 'times';
    default:
      return first ?? '';
  }
}
