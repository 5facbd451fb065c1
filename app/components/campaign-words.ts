import { campaignWindow } from '../domain/campaign-form.ts';
import type { DraftOnly } from '../domain/campaign-rehearsal.ts';
import type { Program } from '../domain/program.ts';
import type { AdminText } from '../locales/admin.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { AdminFormat } from './admin-format.tsx';
import { levelTitle } from './tier-words.ts';
import { isolated, marketName, marketTitle } from './market-name.ts';

type Campaign = Program['campaigns'][number];

/** Levels, markets and currencies in one sentence. */
export function draftOnlyNames({ levels, markets, currencies }: DraftOnly, locale: string): string {
  const names = [
    ...levels.map(({ name }) => localizedText(name, locale)),
    ...markets.map((market) => marketName(market, locale)),
    ...currencies,
  ];
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names.map(isolated));
}

/** A sentence for each campaign that is switched on: what it does, when, and for whom. */
export function campaignSentences(
  program: Program,
  locale: string,
  text: AdminText,
  format: AdminFormat,
): string[] {
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return program.campaigns
    .filter(({ active }) => active)
    .map((campaign) => {
      const does = campaignEffect(campaign, text, format);
      const limits = [
        ...windowOf(campaign, text, format),
        ...campaignConditions(program, campaign, locale, text, format),
      ];
      const name = localizedText(campaign.name, locale);
      return limits.length === 0
        ? text('words.campaign', { name, does })
        : text('words.campaign.limited', { name, does, limits: list.format(limits) });
    });
}

/** "points × 2", "500 points more for an order". */
export function campaignEffect({ effect }: Pick<Campaign, 'effect'>, text: AdminText, format: AdminFormat) {
  return effect.kind === 'multiply'
    ? text('words.campaign.multiply', { by: format.decimal(effect.by) })
    : text('words.campaign.bonus', { points: format.points(BigInt(effect.points)) });
}

function windowOf(
  { startsAt, endsAt }: Pick<Campaign, 'startsAt' | 'endsAt'>,
  text: AdminText,
  format: AdminFormat,
): string[] {
  return [
    ...(startsAt === null ? [] : [text('words.campaign.from', { date: format.moment(new Date(startsAt)) })]),
    ...(endsAt === null ? [] : [text('words.campaign.until', { date: format.moment(new Date(endsAt)) })]),
  ];
}

/** "12 – 13 Dec 2026", "from 12 Dec 2026, 09:30", "always": by the shop's clocks, whole days without a time. */
export function campaignDates(
  campaign: Pick<Campaign, 'startsAt' | 'endsAt'>,
  { locale, text, timeZone }: { locale: string; text: AdminText; timeZone: string },
): string {
  const { starts, ends } = campaignWindow(campaign, timeZone);
  if (starts.on === '' && ends.on === '') return text('campaigns.always');
  const isWholeDays = starts.time === '' && ends.time === '';
  const format = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'short', year: 'numeric', calendar: 'gregory', timeZone: 'UTC' },
    ...(isWholeDays ? {} : { hour: 'numeric', minute: '2-digit' }),
  });
  // Of clocks, not of moments: an end that is midnight is shown with its time only where the start has one.
  const shown = ({ on, time }: typeof ends, whole: string) => new Date(`${on}T${time || whole}:00Z`);
  const [from, until] = [starts.on && shown(starts, '00:00'), ends.on && shown(ends, '23:59')];
  if (from === '') return text('campaigns.until', { date: format.format(until as Date) });
  return until === ''
    ? text('campaigns.from', { date: format.format(from) })
    : format.formatRange(from, until);
}

/** For whom and for what: a few words for each condition. */
export function campaignConditions(
  program: Program,
  { when, lines }: Campaign,
  locale: string,
  text: AdminText,
  format: AdminFormat,
): string[] {
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const market = (handle: string) => marketTitle(program.markets, handle, locale);
  const level = (id: string) => levelTitle(program.tiers, id, locale);
  const named = (key: 'markets' | 'tiers' | 'channels', names: string[] | undefined) =>
    names ? [text(`words.campaign.${key}`, { names: either.format(names) })] : [];
  return [
    ...named('markets', when.markets?.map(market)),
    ...named('tiers', when.tiers?.map(level)),
    ...named('channels', when.channels ?? undefined),
    ...(when.minSpend
      ? [
          text('words.campaign.minSpend', {
            amounts: either.format(when.minSpend.map((one) => format.money(one.amount, one.currency))),
          }),
        ]
      : []),
    ...(when.firstOrder ? [text('words.campaign.firstOrder')] : []),
    ...(lines ? [text('words.campaign.lines')] : []),
  ];
}
