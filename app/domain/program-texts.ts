/** Every text of a programme that shoppers read and the merchant types, as one list: what the texts page edits, and the CSV file carries. */
import { partOf } from './program-parts.ts';
import type { Program } from './program.ts';

export const PLURAL_CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;
export type PluralCategory = (typeof PLURAL_CATEGORIES)[number];

type ByLanguage = Record<string, string>;

/** What a text is of. `id`: of the reward, level, campaign or action. */
export type TextPlace =
  | { kind: 'name' | 'terms' | 'cartPoints' }
  | { kind: 'pointsLabel'; category: PluralCategory }
  | { kind: 'level' | 'campaign' | 'action' | 'reward' | 'rewardDescription'; id: string };

export type ProgramText = {
  /** Stays the same while the thing that it is of has its id; "/" is in no id. */
  key: string;
  place: TextPlace;
  texts: ByLanguage;
  /** Whether every language has to have it, or nothing at all is a text too. */
  optional: boolean;
};

const LANGUAGE = (tag: string): string => tag.split('-')[0] ?? tag;

/** CLDR's plural categories of a language; "other" alone for what Intl does not know. */
export function pluralCategories(language: string): PluralCategory[] {
  try {
    const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    return PLURAL_CATEGORIES.filter((category) => known.includes(category));
  } catch {
    return ['other'];
  }
}

export function programTexts(program: Program): ProgramText[] {
  const { enrolment, tiers, rewards, campaigns, actions, cartPoints } = program;
  const named = (kind: 'level' | 'campaign' | 'action' | 'reward', list: readonly Named[]): ProgramText[] =>
    list.map(({ id, name }) => ({
      key: `${FOLDERS[kind]}/${id}/name`,
      place: { kind, id },
      texts: name,
      optional: false,
    }));
  return [
    { key: 'name', place: { kind: 'name' }, texts: program.name, optional: false },
    ...labelTexts(program),
    ...(enrolment.terms
      ? [{ key: 'terms/url', place: { kind: 'terms' as const }, texts: enrolment.terms.url, optional: false }]
      : []),
    ...named('level', tiers?.levels ?? []),
    ...rewards.flatMap((reward): ProgramText[] => [
      ...named('reward', [reward]),
      {
        key: `${FOLDERS.reward}/${reward.id}/description`,
        place: { kind: 'rewardDescription', id: reward.id },
        texts: reward.description,
        optional: true,
      },
    ]),
    ...(cartPoints
      ? [
          {
            key: 'cart-points/name',
            place: { kind: 'cartPoints' as const },
            texts: cartPoints.name,
            optional: false,
          },
        ]
      : []),
    ...named('action', actions),
    ...named('campaign', campaigns),
  ];
}

type Named = { id: string; name: ByLanguage };
const FOLDERS = { level: 'levels', campaign: 'campaigns', action: 'actions', reward: 'rewards' } as const;

/** A word for points in each plural category that one of the languages has. */
function labelTexts(program: Program): ProgramText[] {
  const languages = textLanguages(program);
  return PLURAL_CATEGORIES.flatMap((category): ProgramText[] => {
    const texts = Object.fromEntries(
      Object.entries(program.pointsLabel).flatMap(([language, forms]) => {
        const form = forms[category];
        return form === undefined ? [] : [[language, form]];
      }),
    );
    const asked = languages.some((language) => pluralCategories(language).includes(category));
    return asked || Object.keys(texts).length > 0
      ? [{ key: `points/${category}`, place: { kind: 'pointsLabel', category }, texts, optional: false }]
      : [];
  });
}

/** The languages that the programme is sold in, under the tags that its texts have, first of all; then every other that a text is in. */
export function textLanguages({ markets, ...program }: Program): string[] {
  const tags = new Set(
    [
      program.name,
      program.pointsLabel,
      program.enrolment.terms?.url ?? {},
      program.cartPoints?.name ?? {},
      ...(program.tiers?.levels ?? []).map(({ name }) => name),
      ...program.rewards.flatMap(({ name, description }) => [name, description]),
      ...program.actions.map(({ name }) => name),
      ...program.campaigns.map(({ name }) => name),
    ].flatMap((texts) => Object.keys(texts)),
  );
  return [...new Set([...markets.map(({ locale }) => textTag(locale, [...tags])), ...tags])];
}

/**
 * Under which tag a market's readers have their text: that which the texts have for them ("pt-BR" for pt-PT too), else their language. Chinese is
 * written in two ways, so it stays the market's own ("zh-TW").
 */
export function textTag(locale: string, tags: readonly string[]): string {
  const own = locale.replace(/-u-.*$/i, '');
  const language = LANGUAGE(own);
  if (language === 'zh') return own;
  const known = [own, language].find((tag) => tags.includes(tag));
  return known ?? tags.find((tag) => LANGUAGE(tag) === language) ?? language;
}

/** Whether the language has a use for the text: English has no form for two. */
export function isAsked({ place, texts }: ProgramText, language: string): boolean {
  if (place.kind !== 'pointsLabel' || texts[language] !== undefined) return true;
  return pluralCategories(language).includes(place.category);
}

/** What the language has no text for, where another has one. */
export function missingTexts(all: readonly ProgramText[], language: string): ProgramText[] {
  return all.filter(
    (one) =>
      one.texts[language] === undefined &&
      isAsked(one, language) &&
      (!one.optional || Object.keys(one.texts).length > 0),
  );
}

/** How many texts the language is asked for: those that another has, or that all have to have. */
export function askedTexts(all: readonly ProgramText[], language: string): number {
  return all.filter((one) => isAsked(one, language) && (!one.optional || Object.keys(one.texts).length > 0))
    .length;
}

/** The document with other texts: by key and language; what is empty is no text. Keys and languages that are not named stay as they are. */
export function withTexts(
  program: Program,
  changed: ReadonlyMap<string, Readonly<ByLanguage>>,
): Record<string, unknown> {
  const of = (key: string, before: ByLanguage): ByLanguage => merged(before, changed.get(key) ?? {});
  const renamed = <One extends Named>(folder: string, list: readonly One[]): One[] =>
    list.map((one) => ({ ...one, name: of(`${folder}/${one.id}/name`, one.name) }));
  const { enrolment, tiers, cartPoints } = program;
  return {
    ...program,
    name: of('name', program.name),
    pointsLabel: withLabels(program, changed),
    enrolment: enrolment.terms
      ? { ...enrolment, terms: { ...enrolment.terms, url: of('terms/url', enrolment.terms.url) } }
      : enrolment,
    tiers: tiers && { ...tiers, levels: renamed(FOLDERS.level, tiers.levels) },
    rewards: renamed(FOLDERS.reward, program.rewards).map((reward) => ({
      ...reward,
      description: of(`${FOLDERS.reward}/${reward.id}/description`, reward.description),
    })),
    cartPoints: cartPoints && { ...cartPoints, name: of('cart-points/name', cartPoints.name) },
    actions: renamed(FOLDERS.action, program.actions),
    campaigns: renamed(FOLDERS.campaign, program.campaigns),
  };
}

function merged(before: ByLanguage, after: Readonly<ByLanguage>): ByLanguage {
  const filled = Object.entries({ ...before, ...after }).map(([tag, text]): [string, string] => [
    tag,
    text.trim() === '' ? '' : text,
  ]);
  return Object.fromEntries(filled.filter(([, text]) => text !== ''));
}

/** A language without any form left is gone. */
function withLabels({ pointsLabel }: Program, changed: ReadonlyMap<string, Readonly<ByLanguage>>) {
  const forms = PLURAL_CATEGORIES.map((category): [PluralCategory, ByLanguage] => {
    const before = Object.entries(pointsLabel).flatMap(([language, own]): [string, string][] => {
      const form = own[category];
      return form === undefined ? [] : [[language, form]];
    });
    return [category, merged(Object.fromEntries(before), changed.get(`points/${category}`) ?? {})];
  });
  const languages = new Set([
    ...Object.keys(pointsLabel),
    ...forms.flatMap(([, texts]) => Object.keys(texts)),
  ]);
  const labels = [...languages].map((language): [string, Record<string, string>] => [
    language,
    Object.fromEntries(
      forms.flatMap(([category, texts]) => {
        const form = texts[language];
        return form === undefined ? [] : [[category, form]];
      }),
    ),
  ]);
  return Object.fromEntries(labels.filter(([, own]) => Object.keys(own).length > 0));
}

/** The key and the language of the text that a fault at `path` of a document is about; without a language it is about the whole text. null for anything else. */
export function textAt(
  path: readonly string[],
  document: unknown,
): { key: string; language?: string } | null {
  const [first = '', second = '', third, fourth, fifth] = path;
  const language = (tag: string | undefined) => (tag === undefined ? {} : { language: tag });
  const idOf = (list: unknown, index: string | undefined): string | null => {
    const id = Array.isArray(list) ? partOf(list[Number(index)], 'id') : null;
    return typeof id === 'string' ? id : null;
  };
  if (first === 'name') return { key: 'name', ...language(path[1]) };
  if (first === 'pointsLabel') return { key: `points/${third ?? 'other'}`, ...language(path[1]) };
  if (first === 'enrolment' && second === 'terms' && third === 'url')
    return { key: 'terms/url', ...language(fourth) };
  if (first === 'cartPoints' && second === 'name') return { key: 'cart-points/name', ...language(third) };
  if (first === 'tiers' && second === 'levels' && fourth === 'name') {
    const id = idOf(partOf(partOf(document, 'tiers'), 'levels'), third);
    return id === null ? null : { key: `${FOLDERS.level}/${id}/name`, ...language(fifth) };
  }
  const folder = { rewards: FOLDERS.reward, actions: FOLDERS.action, campaigns: FOLDERS.campaign }[first];
  if (!folder || (third !== 'name' && third !== 'description')) return null;
  const id = idOf(partOf(document, first), second);
  return id === null ? null : { key: `${folder}/${id}/${third}`, ...language(fourth) };
}
