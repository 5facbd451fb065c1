/** Campaigns that a merchant begins with, complete but for what only they know: which products. */
import type { Campaign } from './campaign.ts';
import { exampleAmount } from './example-order.ts';
import { formCurrencies } from './reward-form.ts';
import { canonicalInstant } from './instant.ts';
import { startOfDate } from './local-time.ts';
import type { Program } from './program.ts';
import { dateAfter, dateOf } from './shop-days.ts';

export const CAMPAIGN_TEMPLATES = [
  'weekend',
  'products',
  'level',
  'firstOrder',
  'market',
  'minSpend',
] as const;
export type CampaignTemplate = (typeof CAMPAIGN_TEMPLATES)[number];

const TWICE: Campaign['effect'] = { kind: 'multiply', by: '2' };
const BONUS: Campaign['effect'] = { kind: 'bonus', points: 100 };
const SATURDAY = 6;
/** Times what one point is suggested for: an order of 100.00 euros. */
const LEAST_SPEND = 100n;

type Of = {
  id: string;
  program: Program;
  shopCurrency: string;
  name: Campaign['name'];
  now: Date;
  /** The shop's. */
  zone: string;
};

/** What the template is about and the programme does not have; null where it has everything. */
export function templateLacks(
  template: CampaignTemplate,
  { tiers, markets }: Pick<Program, 'tiers' | 'markets'>,
): 'levels' | 'markets' | null {
  if (template === 'level' && tiers === null) return 'levels';
  return template === 'market' && markets.length === 0 ? 'markets' : null;
}

/** Not parsed: lists without products are a fault of the form until the merchant has chosen some. */
export function campaignTemplate(template: CampaignTemplate, of: Of): Campaign {
  const { program } = of;
  const when = { markets: null, tiers: null, channels: null, minSpend: null, firstOrder: false };
  const plain = { id: of.id, name: of.name, active: true, lines: null, startsAt: null, endsAt: null, when };
  switch (template) {
    case 'weekend':
      return { ...plain, ...days(of, untilSaturday(of), 2), effect: TWICE };
    case 'products': {
      const lines = { productIds: [], collectionIds: [], productTags: [], vendors: [] };
      return { ...plain, ...days(of, 1, 7), lines, effect: TWICE };
    }
    case 'level': {
      const highest = program.tiers?.levels.at(-1)?.id;
      return {
        ...plain,
        ...days(of, 1, 7),
        when: { ...when, tiers: highest === undefined ? null : [highest] },
        effect: TWICE,
      };
    }
    case 'firstOrder':
      return { ...plain, when: { ...when, firstOrder: true }, effect: BONUS };
    case 'market': {
      const market = program.markets[0]?.handle;
      return {
        ...plain,
        ...days(of, 1, 14),
        when: { ...when, markets: market === undefined ? null : [market] },
        effect: TWICE,
      };
    }
    case 'minSpend': {
      const minSpend = formCurrencies(program, of.shopCurrency).map((currency) => ({
        currency,
        amount: exampleAmount(program, currency, LEAST_SPEND),
      }));
      return { ...plain, ...days(of, 1, 7), when: { ...when, minSpend }, effect: BONUS };
    }
  }
}

const today = ({ now, zone }: Of): string => dateOf(now, zone);

/** Days until the next Saturday that is not today. */
function untilSaturday(of: Of): number {
  const day = new Date(`${today(of)}T00:00:00Z`).getUTCDay();
  return ((SATURDAY - day + 6) % 7) + 1;
}

/** So many whole days of the shop, the first of them in `after` days. */
function days(of: Of, after: number, count: number): Pick<Campaign, 'startsAt' | 'endsAt'> {
  const first = dateAfter(today(of), after);
  const at = (date: string) => canonicalInstant(startOfDate(date, of.zone));
  return { startsAt: at(first), endsAt: at(dateAfter(first, count)) };
}
