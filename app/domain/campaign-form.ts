/**
 * A campaign as the studio's form has it, every field as text (form-text.ts). Dates and times are those of the shop's clocks. A start without a time is
 * the beginning of its day, an end without one the end of its day, so that "until the 14th" means what people mean by it.
 */
import type { Campaign } from './campaign.ts';
import type { FieldFaults } from './form-fault.ts';
import {
  amountField,
  amounts,
  audienceFaults,
  byCurrency,
  type ByKey,
  chosen,
  EVERY,
  filled,
  joinedTexts,
  languageField,
  ON,
  textOf,
  texts,
  whole,
  words,
} from './form-text.ts';
import { canonicalInstant } from './instant.ts';
import { endOfDay, localDateTime, momentOfLocal, startOfDate } from './local-time.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Program } from './program.ts';
import { dateAfter } from './shop-days.ts';
import { stampOf } from './stamp.ts';
import { withItem } from './list-change.ts';

/** A type, not an interface, so that it is a record to the form's library. */
export type CampaignForm = {
  active: string;
  name: ByKey;
  effect: string;
  by: string;
  points: string;
  startsOn: string;
  startsTime: string;
  endsOn: string;
  endsTime: string;
  markets: string;
  tiers: string;
  channels: string;
  minSpend: ByKey;
  firstOrder: string;
  /** LINES where only some products count. */
  scope: string;
  productIds: string;
  collectionIds: string;
  productTags: string;
  vendors: string;
};

/** What `scope` says: everything that an order earns for, or what the lists name. */
export const SCOPES = ['order', 'lines'] as const;
export const EFFECTS = ['multiply', 'bonus'] as const;

/** A bound as clocks show it: a date, and a time where it is not that of a whole day; both empty: open. */
type Shown = { on: string; time: string };
const OPEN: Shown = { on: '', time: '' };

function startShown(at: string | null, zone: string): Shown {
  if (at === null) return OPEN;
  const { date, time } = localDateTime(stampOf(at), zone);
  return { on: date, time: startOfDate(date, zone) === stampOf(at) ? '' : time };
}

function endShown(at: string | null, zone: string): Shown {
  if (at === null) return OPEN;
  const { date, time } = localDateTime(stampOf(at), zone);
  return startOfDate(date, zone) === stampOf(at) ? { on: dateAfter(date, -1), time: '' } : { on: date, time };
}

/** From when to when a campaign holds, by the clocks of `zone`. Of a whole day the end is its day, not the midnight after it. */
export function campaignWindow({ startsAt, endsAt }: Pick<Campaign, 'startsAt' | 'endsAt'>, zone: string) {
  return { starts: startShown(startsAt, zone), ends: endShown(endsAt, zone) };
}

/** The campaign as the form begins with it, by the clocks of `zone`. */
export function campaignForm({ effect, when, lines, ...campaign }: Campaign, zone: string): CampaignForm {
  const { starts, ends } = campaignWindow(campaign, zone);
  return {
    active: campaign.active ? ON : '',
    name: campaign.name,
    effect: effect.kind,
    by: effect.kind === 'multiply' ? effect.by : '',
    points: effect.kind === 'bonus' ? String(effect.points) : '',
    startsOn: starts.on,
    startsTime: starts.time,
    endsOn: ends.on,
    endsTime: ends.time,
    markets: when.markets?.join(' ') ?? EVERY,
    tiers: when.tiers?.join(' ') ?? EVERY,
    channels: joinedTexts(when.channels ?? []),
    minSpend: byCurrency(when.minSpend ?? []),
    firstOrder: when.firstOrder ? ON : '',
    scope: lines === null ? 'order' : 'lines',
    productIds: (lines?.productIds ?? []).join(' '),
    collectionIds: (lines?.collectionIds ?? []).join(' '),
    productTags: joinedTexts(lines?.productTags ?? []),
    vendors: joinedTexts(lines?.vendors ?? []),
  };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** 2026-02-30 is none. */
const isDate = (text: string): boolean =>
  DATE.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

type Bound = 'starts' | 'ends';
const shownOf = (sent: unknown, bound: Bound): Shown => ({
  on: textOf(sent, `${bound}On`),
  time: textOf(sent, `${bound}Time`),
});

/** What clocks do at a time that was typed: nothing, or they go over it (`0`: it counts as much later) or show it twice (`2`: the first counts). */
export function clockTimes(sent: unknown, bound: Bound, zone: string): 0 | 1 | 2 {
  const { on, time } = shownOf(sent, bound);
  return isDate(on) && TIME.test(time) ? momentOfLocal(on, time, zone).times : 1;
}

/** The instant that the fields mean, or what is the matter with them. One that they show as before stays to the nanosecond. */
function instantOf(sent: unknown, bound: Bound, before: Campaign, zone: string): string | null | FieldFaults {
  const { on, time } = shownOf(sent, bound);
  const old = bound === 'starts' ? before.startsAt : before.endsAt;
  const was = (bound === 'starts' ? startShown : endShown)(old, zone);
  if (was.on === on && was.time === time) return old;
  if (on === '' && time === '') return null;
  if (!isDate(on)) return { [`${bound}On`]: [{ code: 'notDate' }] };
  if (time !== '' && !TIME.test(time)) return { [`${bound}Time`]: [{ code: 'notTime' }] };
  if (time !== '') return canonicalInstant(momentOfLocal(on, time, zone).at);
  return canonicalInstant(bound === 'starts' ? startOfDate(on, zone) : endOfDay(on, zone));
}

const isInstant = (read: string | null | FieldFaults): read is string | null =>
  read === null || typeof read === 'string';

function documentOf(
  sent: unknown,
  before: Campaign,
  window: { startsAt: unknown; endsAt: unknown },
): unknown {
  const isMultiplying = textOf(sent, 'effect') === 'multiply';
  return {
    ...before,
    ...window,
    active: textOf(sent, 'active') === ON,
    name: Object.fromEntries(filled(sent, 'name')),
    when: {
      markets: chosen(sent, 'markets'),
      tiers: chosen(sent, 'tiers'),
      channels: texts(sent, 'channels'),
      minSpend: amounts(sent, 'minSpend'),
      firstOrder: textOf(sent, 'firstOrder') === ON,
    },
    lines:
      textOf(sent, 'scope') === 'lines'
        ? {
            productIds: words(sent, 'productIds'),
            collectionIds: words(sent, 'collectionIds'),
            productTags: texts(sent, 'productTags'),
            vendors: texts(sent, 'vendors'),
          }
        : null,
    effect: isMultiplying
      ? { kind: 'multiply', by: textOf(sent, 'by') || undefined }
      : { kind: 'bonus', points: whole(sent, 'points') },
  };
}

/** Lists without anything in them would mean the whole order. */
function scopeFaults(sent: unknown): FieldFaults {
  if (textOf(sent, 'scope') !== 'lines') return {};
  const ids = [...words(sent, 'productIds'), ...words(sent, 'collectionIds')];
  const named = [...ids, ...texts(sent, 'productTags'), ...texts(sent, 'vendors')];
  return named.length > 0 ? {} : { scope: [{ code: 'noLines' }] };
}

/** The name of the field that a fault at `path` of the campaign is about. */
function fieldOf([first, second, third]: string[], sent: unknown, before: Campaign): string {
  switch (first) {
    case 'name':
      return languageField('name', second, sent, before.name);
    case 'startsAt':
      return 'startsOn';
    case 'endsAt':
      return 'endsOn';
    case 'when':
      return second === 'minSpend' ? amountField(second, third, sent) : (second ?? '');
    case 'lines':
    case 'effect':
      return second ?? '';
    default:
      return first ?? '';
  }
}

export const campaignOf = ({ campaigns }: Program, id: string): Campaign | undefined =>
  campaigns.find((one) => one.id === id);

/** A campaign of which nothing was said yet: the form says everything. */
const blank = (id: string): Campaign => ({
  ...{ id, name: {}, active: true, startsAt: null, endsAt: null, lines: null },
  when: { markets: null, tiers: null, channels: null, minSpend: null, firstOrder: false },
  effect: { kind: 'bonus', points: 1 },
});

/** One campaign of the draft, there already or not. `zone`: the shop's. */
export function campaignSection(id: string, zone: string): ProgramSection {
  return {
    part: (program) => campaignOf(program, id),
    read: (sent, program) => {
      const before = campaignOf(program, id) ?? blank(id);
      const [startsAt, endsAt] = [
        instantOf(sent, 'starts', before, zone),
        instantOf(sent, 'ends', before, zone),
      ];
      const faults = {
        ...audienceFaults(sent),
        ...scopeFaults(sent),
        ...(isInstant(startsAt) ? {} : startsAt),
        ...(isInstant(endsAt) ? {} : endsAt),
      };
      const window = {
        startsAt: isInstant(startsAt) ? startsAt : null,
        endsAt: isInstant(endsAt) ? endsAt : null,
      };
      const { place, document } = withCampaign(program, documentOf(sent, before, window) as Campaign);
      return judgedSection(
        document,
        ([list, index, ...path]) =>
          list === 'campaigns' && Number(index) === place ? fieldOf(path, sent, before) : null,
        faults,
      );
    },
  };
}

function withCampaign(program: Program, campaign: Campaign) {
  const campaigns = withItem(program.campaigns, campaign);
  const place = campaigns.findIndex(({ id }) => id === campaign.id);
  return { place, document: { ...program, campaigns } };
}
