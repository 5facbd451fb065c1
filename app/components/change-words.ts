/** What differs between two programmes, in sentences by what they are about; and where something differs that no sentence tells of. */
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Program } from '../domain/program.ts';
import type { Level } from '../domain/tiers.ts';
import type { AdminMessage } from '../locales/admin.ts';
import { localizedText } from '../locales/reward-text.ts';
import { actionSentences } from './action-words.ts';
import { campaignSentences } from './campaign-words.ts';
import { cartSentences } from './cart-words.ts';
import { lookSentences } from './look-words.ts';
import { isolated } from './market-name.ts';
import { marketSentence } from './market-words.ts';
import { perkSentences } from './perk-words.ts';
import {
  countingSentences,
  exclusionSentences,
  keepingSentences,
  memberSentences,
  pendingSentences,
  rateSentences,
  valueSentence,
} from './program-in-words.tsx';
import type { Words } from './words.ts';
import { otherTexts, rewardFacts, rewardSentence, untoldOfReward } from './reward-facts.ts';
import { levelSentence, tierRuleSentences } from './tier-words.ts';
import { voiceSentences } from './voice-words.ts';

/** A sentence; `key` tells it from another that reads the same: of two rewards with one name, one can go. */
type Told = { key: string; sentence: string };

export type SectionChange = {
  section: string;
  title: AdminMessage;
  /** What holds in the first and no more in the second. */
  ended: Told[];
  begun: Told[];
  /** Something differs besides that no sentence tells of: texts of other languages, products, the order of a list. */
  others: boolean;
};

type Section = {
  section: string;
  title: AdminMessage;
  /** `other`: the programme that it is compared with. */
  told: (program: Program, words: Words, other: Program | null) => Told[];
  /** All that the sentences leave out. What a document gains later is in it by itself, through the rest of each part. */
  untold: (program: Program, words: Words, other: Program | null) => unknown;
};

/** The sections in which they differ; `before`: null where there is none, and then all of the other is new. */
export function changeWords(before: Program | null, after: Program, words: Words): SectionChange[] {
  return SECTIONS.flatMap(({ section, title, told, untold }) => {
    const old = before ? told(before, words, after) : [];
    const now = told(after, words, before);
    const [oldKeys, nowKeys] = [new Set(old.map(({ key }) => key)), new Set(now.map(({ key }) => key))];
    const ended = old.filter(({ key }) => !nowKeys.has(key));
    const begun = now.filter(({ key }) => !oldKeys.has(key));
    const others =
      before !== null &&
      canonicalJson(untold(before, words, after)) !== canonicalJson(untold(after, words, before));
    return ended.length + begun.length > 0 || others ? [{ section, title, ended, begun, others }] : [];
  });
}

/** Sentences that no two things of a programme share. */
const plain = (sentences: readonly string[]): Told[] =>
  sentences.map((sentence) => ({ key: sentence, sentence }));
/** Those of an entry of a list. */
const of = (id: string, sentences: readonly string[]): Told[] =>
  sentences.map((sentence) => ({ key: `${id} ${sentence}`, sentence }));

/** What the sentences do not tell, whatever a part may gain. */
function without<Part extends object>(part: Part, told: readonly (keyof Part & string)[]): object {
  const names: readonly string[] = told;
  return Object.fromEntries(Object.entries(part).filter(([key]) => !names.includes(key)));
}

const EARNING_TOLD = [
  'rates',
  'granularity',
  'rounding',
  'stacking',
  'awardOn',
  'pending',
  'basis',
  'exclusions',
] as const;

const SECTIONS: readonly Section[] = [
  {
    section: 'names',
    title: 'changes.section.names',
    told: (program, { text, locale }) =>
      plain([
        text('changes.name', { name: isolated(localizedText(program.name, locale)) }),
        ...voiceSentences(program, locale, text),
      ]),
    untold: ({ name, pointsLabel }, { locale }) => [otherTexts(name, locale), pointsLabel],
  },
  {
    section: 'earning',
    title: 'changes.section.earning',
    told: (program, { text, format, locale }) =>
      plain([
        ...rateSentences(program, text, format),
        ...countingSentences(program, text),
        ...pendingSentences(program, text, locale),
        ...exclusionSentences(program, text, locale),
      ]),
    untold: ({ earning }) => [
      without(earning.basis, ['taxes', 'shipping', 'giftCardProducts']),
      earning.exclusions.productIds,
      earning.exclusions.collectionIds,
      earning.granularity === 'wholeSteps' && earning.rounding,
      without(earning.pending, ['days', 'from', 'byMarket']),
      without(earning, EARNING_TOLD),
    ],
  },
  {
    section: 'value',
    title: 'changes.section.value',
    told: (program, { text, format, locale }) => plain(valueSentence(program, text, format, locale)),
    untold: () => null,
  },
  {
    section: 'keeping',
    title: 'changes.section.keeping',
    told: (program, { text }) => plain(keepingSentences(program, text)),
    untold: ({ refunds }) => without(refunds, ['debt', 'spentPoints']),
  },
  {
    section: 'members',
    title: 'changes.section.members',
    told: (program, { text, locale }) => plain(memberSentences(program, text, locale)),
    untold: ({ enrolment }) => [
      enrolment.mode === 'automatic' && enrolment.backdateDays,
      enrolment.terms?.url ?? null,
      without(enrolment, ['mode', 'backdateDays', 'excludedCustomerTags', 'businessOrders', 'terms']),
    ],
  },
  {
    section: 'tiers',
    title: 'words.tiers.title',
    told: tiersTold,
    untold: ({ tiers }, { locale }, other) =>
      (tiers?.levels ?? [])
        .filter(({ id }) => other?.tiers?.levels.some((one) => one.id === id))
        .map((level) => [
          otherTexts(level.name, locale),
          level.perks ? without(level.perks, ['entryRewardId', 'birthdayRewardId', 'shipping']) : null,
          without(level, ['name', 'threshold', 'multiplier', 'perks']),
        ]),
  },
  {
    section: 'campaigns',
    title: 'words.campaigns.title',
    told: (program, { text, format, locale }, other) => [
      ...program.campaigns.flatMap((campaign) =>
        of(campaign.id, campaignSentences({ ...program, campaigns: [campaign] }, locale, text, format)),
      ),
      ...(campaignsRun(program, other) ? plain([text(`words.stacking.${program.earning.stacking}`)]) : []),
    ],
    untold: (program, { locale }, other) => [
      campaignsRun(program, other) || program.earning.stacking,
      untoldEntries(program.campaigns, other?.campaigns, (campaign) => [
        otherTexts(campaign.name, locale),
        without(campaign, ['name', 'active', 'startsAt', 'endsAt', 'when', 'effect']),
      ]),
    ],
  },
  {
    section: 'actions',
    title: 'words.actions.title',
    told: (program, { text, format, locale, currency }) =>
      program.actions.flatMap((action) =>
        of(
          `${action.id} ${action.rewardId}`,
          actionSentences({ ...program, actions: [action] }, currency, locale, text, format),
        ),
      ),
    untold: ({ actions }, { locale }, other) =>
      untoldEntries(actions, other?.actions, (action) => [
        otherTexts(action.name, locale),
        without(action, ['name', 'kind', 'points', 'rewardId', 'limit', 'tierMultiplier', 'active']),
      ]),
  },
  {
    section: 'cart',
    title: 'words.cart.title',
    told: (program, { text, format, locale }) => plain(cartSentences(program, locale, text, format)),
    untold: ({ cartPoints }) =>
      cartPoints && without(cartPoints, ['step', 'values', 'maximum', 'holdHours', 'for']),
  },
  {
    section: 'rewards',
    title: 'rewards.title',
    // Where it is offered on both sides, thing by thing; else it comes or goes as a whole.
    told: (program, words, other) =>
      program.rewards
        .filter(({ active }) => active)
        .flatMap((reward): Told[] => {
          const { id } = reward;
          if (!other?.rewards.some((one) => one.id === id && one.active))
            return of(id, [rewardSentence(reward, program, words)]);
          return rewardFacts(reward, program, words).map(({ key, sentence }) => ({
            key: `${id} ${key}`,
            sentence,
          }));
        }),
    untold: ({ rewards }, { locale }, other) =>
      untoldEntries(rewards, other?.rewards, (reward) => [reward.id, untoldOfReward(reward, locale)]),
  },
  {
    section: 'markets',
    title: 'changes.section.markets',
    told: (program, words) =>
      program.markets.flatMap((market) => of(market.handle, [marketSentence(market, words)])),
    untold: ({ markets }, _words, other) =>
      markets
        .filter(({ handle }) => other?.markets.some((one) => one.handle === handle))
        .map((market) => [
          /-u-.*$/i.exec(market.locale)?.[0] ?? null,
          without(market, ['countries', 'currency', 'locale']),
        ]),
  },
  {
    section: 'looks',
    title: 'words.looks.title',
    told: (program, { text, locale }) =>
      Object.entries(program.looks).flatMap(([handle, look]) =>
        of(handle, lookSentences({ ...program, looks: { [handle]: look } }, locale, text)),
      ),
    untold: ({ looks }) =>
      Object.entries(looks).flatMap(([handle, look]) => {
        const rest = {
          ...without(look, ['accent', 'text', 'background', 'radius', 'launcher']),
          ...without(look.launcher, ['side', 'icon']),
        };
        return Object.keys(rest).length > 0 ? [{ handle, rest }] : [];
      }),
  },
];

/** In one of them: without, there is nothing that multipliers of levels could meet. */
const campaignsRun = (...programs: (Program | null)[]): boolean =>
  programs.some((program) => program?.campaigns.some(({ active }) => active));

/** By level, and by the rewards it gives: another level, or another reward, can have the same name. */
function tiersTold(program: Program, words: Words): Told[] {
  const { tiers } = program;
  if (!tiers) return [];
  const { text, format, locale } = words;
  const perks = (level: Level, part: object): string[] => {
    const perks = level.perks && { entryRewardId: null, birthdayRewardId: null, shipping: null, ...part };
    return perkSentences(
      { ...program, tiers: { ...tiers, levels: [{ ...level, perks }] } },
      locale,
      text,
      format,
    );
  };
  return [
    ...plain(tierRuleSentences(tiers, text)),
    ...tiers.levels.flatMap((level, index) => {
      const { entryRewardId = null, birthdayRewardId = null, shipping = null } = level.perks ?? {};
      return [
        ...of(level.id, [levelSentence(tiers, index, words), ...perks(level, { shipping })]),
        ...of(`${level.id} ${entryRewardId}`, perks(level, { entryRewardId })),
        ...of(`${level.id} ${birthdayRewardId}`, perks(level, { birthdayRewardId })),
      ];
    }),
  ];
}

type Entry = { id: string; active: boolean };

/** Of a list whose entries can be switched off: what is left out of those on both sides, in their order, and all of those that no sentence tells of. */
function untoldEntries<One extends Entry>(
  own: readonly One[],
  others: readonly One[] | undefined,
  untold: (entry: One) => unknown,
): unknown {
  const other = new Map(others?.map((entry) => [entry.id, entry]));
  return [
    own
      .filter(({ id }) => other.has(id))
      .map((entry) => (entry.active || other.get(entry.id)?.active ? untold(entry) : entry)),
    own.filter(({ id, active }) => !other.has(id) && !active),
  ];
}
