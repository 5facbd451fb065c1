/** What a reward is and for whom, thing by thing, so that what changes in it can be told. */
import type { Program } from '../domain/program.ts';
import type { Amounts } from '../domain/reward-kinds/kind.ts';
import type { Reward } from '../domain/reward.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { Words } from './words.ts';
import { rewardTitle } from './reward-kind-words.ts';
import { levelTitle } from './tier-words.ts';
import { marketTitle } from './market-name.ts';

/** The one sentence of a reward that comes or goes: what it is worth in each currency, where, for whom and how long. */
export function rewardSentence(reward: Reward, program: Program, words: Words): string {
  const { text, format } = words;
  const name = titleOf(reward, program, words);
  const reads = reward.redeemable
    ? text('publishing.reward', { name, points: format.points(BigInt(reward.points)) })
    : text('publishing.reward.given', { name });
  const facts = [...benefitFacts(reward, words), ...termFacts(reward, program, words)];
  const terms = facts.reduce((before, term) => text('publishing.reward.also', { terms: before, term }));
  return text('publishing.reward.terms', { reward: reads, terms });
}

const titleOf = (reward: Reward, program: Program, { locale, currency }: Words): string =>
  rewardTitle(reward, program, { currency: currency ?? '' }, locale);

/** A thing that is so of a reward; `key` tells it from another, where the sentence has the reward's title, which has figures of its own. */
type RewardFact = { key: string; sentence: string };

/** All of it but `untoldOfReward`. */
export function rewardFacts(reward: Reward, program: Program, words: Words): RewardFact[] {
  const { text, format, locale } = words;
  const name = titleOf(reward, program, words);
  const called = localizedText(reward.name, locale);
  return [
    { key: `name ${called}`, sentence: text('changes.reward.called', { name }) },
    ...[
      format.points(BigInt(reward.points)),
      ...(reward.redeemable ? [] : [text('changes.reward.given')]),
      ...benefitFacts(reward, words),
      ...termFacts(reward, program, words),
    ].map((detail) => ({ key: detail, sentence: text('changes.reward.detail', { name, detail }) })),
  ];
}

function benefitFacts(reward: Reward, { text, format, locale }: Words): string[] {
  const facts: string[] = [];
  if ('values' in reward && reward.values.length > 0)
    facts.push(text('changes.reward.values', { amounts: amountsText(reward.values, { format, locale }) }));
  if (reward.kind === 'percentOff') facts.push(format.share(reward.percent));
  if ('ceiling' in reward && reward.ceiling.length > 0)
    facts.push(text('changes.reward.ceiling', { amounts: amountsText(reward.ceiling, { format, locale }) }));
  if (reward.kind === 'freeShipping' && reward.countries.length > 0) {
    const country = new Intl.DisplayNames(locale, { type: 'region' });
    const names = reward.countries.map((one) => country.of(one) ?? one);
    facts.push(text('changes.reward.countries', { names: listed(names, locale) }));
  }
  return facts;
}

function termFacts(
  { conditions, limits, validDays, unused, ...reward }: Reward,
  program: Program,
  words: Words,
): string[] {
  const { text, format, locale } = words;
  const markets = reward.for.markets?.map((handle) => marketTitle(program.markets, handle, locale));
  const levels = reward.for.tiers?.map((id) => levelTitle(program.tiers, id, locale));
  const { perMember, total } = limits;
  const facts: string[] = [];
  if (conditions.minSpend)
    facts.push(text('words.campaign.minSpend', { amounts: amountsText(conditions.minSpend, words) }));
  for (const [goods, { length: count }] of [
    ['products', conditions.productIds],
    ['collections', conditions.collectionIds],
  ] as const)
    if (count > 0) facts.push(text(`changes.reward.${goods}`, { count, number: format.number(count) }));
  if (conditions.combinesWith.length > 0) {
    const names = conditions.combinesWith.map((one) => text(`rewards.combines.${one}`));
    facts.push(text('changes.reward.combines', { names: listed(names, locale) }));
  }
  if (markets) facts.push(text('changes.reward.markets', { names: listed(markets, locale) }));
  if (levels) facts.push(text('changes.reward.levels', { names: listed(levels, locale) }));
  if (perMember) facts.push(text(`words.action.limit.${perMember.per}`, { times: perMember.times }));
  if (total !== null)
    facts.push(text('changes.reward.total', { count: total, number: format.number(total) }));
  facts.push(
    validDays === null
      ? text('changes.reward.valid.ever')
      : text('changes.reward.valid', { days: validDays }),
  );
  facts.push(text(`changes.reward.unused.${unused}`));
  return facts;
}

const amountsText = (amounts: Amounts, { format, locale }: Pick<Words, 'format' | 'locale'>): string =>
  listed(
    amounts.map(({ amount, currency }) => format.money(amount, currency)),
    locale,
  );

const listed = (names: readonly string[], locale: string): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);

const TOLD = new Set([
  'points',
  'redeemable',
  'name',
  'for',
  'conditions',
  'limits',
  'validDays',
  'unused',
  'active',
  'values',
  'percent',
  'ceiling',
  'countries',
]);

/** What no sentence tells: texts of other languages, which products and collections. */
export function untoldOfReward(reward: Reward, locale: string): unknown {
  const { minSpend: _spend, combinesWith: _combines, ...conditions } = reward.conditions;
  return [
    otherTexts(reward.name, locale),
    conditions,
    Object.entries(reward).filter(([key]) => !TOLD.has(key)),
  ];
}

/** The texts of the other languages than the one that is read. */
export function otherTexts(texts: Readonly<Record<string, string>>, locale: string): string[][] {
  const read = localizedText(texts, locale);
  return Object.entries(texts).filter(([, one]) => one !== read);
}
