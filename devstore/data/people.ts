import type { Locale, MarketHandle } from '../state/catalogue-types.ts';

/** A given or family name, with the Latin letters that an e-mail address needs. */
type Name = readonly [written: string, latin: string];

export type NamePool = {
  market: MarketHandle;
  country: string;
  locale: Locale;
  given: readonly Name[];
  family: readonly Name[];
  /** How many of a hundred customers come from here. */
  weight: number;
};

const same = (...names: string[]): Name[] =>
  names.map((name) => [
    name,
    name
      .normalize('NFD')
      .replace(/[^a-zA-Z]/g, '')
      .toLowerCase(),
  ]);

const english = {
  given: same(
    'Ada',
    'Owen',
    'Maya',
    'Jonah',
    'Priya',
    'Caleb',
    'Nora',
    'Miles',
    'Lucia',
    'Theo',
    'Ines',
    'Grace',
  ),
  family: same(
    'Whitlock',
    'Marsh',
    'Okafor',
    'Bennett',
    'Castellan',
    'Reyes',
    'Lindqvist',
    'Hollis',
    'Park',
    'Tran',
  ),
};
const german = {
  given: same('Jonas', 'Klara', 'Matthis', 'Frieda', 'Emil', 'Hannah', 'Ruben', 'Lotte'),
  family: same('Brandt', 'Seidel', 'Vogler', 'Ahrens', 'Kessler', 'Lindner', 'Petersen', 'Wolff'),
};
const french = {
  given: same('Camille', 'Hugo', 'Solène', 'Bastien', 'Élise', 'Rémi'),
  family: same('Moreau', 'Delcourt', 'Fontaine', 'Garnier', 'Lefort', 'Vasseur'),
};
const dutch = {
  given: same('Sanne', 'Joost', 'Fleur', 'Bram', 'Maartje'),
  family: same('Visser', 'Dekker', 'Hoekstra', 'Mulder', 'Kuiper'),
};
const japanese = {
  given: [
    ['陽菜', 'hina'],
    ['蓮', 'ren'],
    ['美咲', 'misaki'],
    ['大輝', 'daiki'],
    ['結衣', 'yui'],
    ['直樹', 'naoki'],
    ['千尋', 'chihiro'],
  ] as const,
  family: [
    ['佐伯', 'saeki'],
    ['三浦', 'miura'],
    ['川口', 'kawaguchi'],
    ['森本', 'morimoto'],
    ['西村', 'nishimura'],
    ['安藤', 'ando'],
  ] as const,
};
const arabic = {
  given: [
    ['نورة', 'noura'],
    ['فهد', 'fahad'],
    ['مريم', 'maryam'],
    ['يوسف', 'yousef'],
    ['دلال', 'dalal'],
    ['خالد', 'khaled'],
  ] as const,
  family: [
    ['العتيبي', 'alotaibi'],
    ['الصباح', 'alsabah'],
    ['المطيري', 'almutairi'],
    ['الكندري', 'alkandari'],
    ['الحمادي', 'alhammadi'],
  ] as const,
};

/** Where the sample customers live and what they are called; all of them are invented. */
export const namePools: readonly NamePool[] = [
  { market: 'us', country: 'US', locale: 'en', ...english, weight: 40 },
  { market: 'eu', country: 'DE', locale: 'de', ...german, weight: 14 },
  { market: 'eu', country: 'AT', locale: 'de', ...german, weight: 3 },
  { market: 'eu', country: 'FR', locale: 'fr', ...french, weight: 7 },
  { market: 'eu', country: 'NL', locale: 'en', ...dutch, weight: 4 },
  { market: 'eu', country: 'IE', locale: 'en', ...english, weight: 2 },
  { market: 'jp', country: 'JP', locale: 'ja', ...japanese, weight: 17 },
  { market: 'gulf', country: 'KW', locale: 'ar', ...arabic, weight: 9 },
  { market: 'gulf', country: 'AE', locale: 'ar', ...arabic, weight: 4 },
];
