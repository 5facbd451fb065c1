/** The levels as the studio's forms have them: one for the ladder (what is measured, thresholds, multipliers), one for each level (its name, its perks). */
import { compare } from './fraction.ts';
import {
  amountField,
  amounts,
  byCurrency,
  type ByKey,
  fieldKey,
  filled,
  languageField,
  ON,
  textOf,
  whole,
  words,
} from './form-text.ts';
import { decimal, isDecimal } from './money.ts';
import { partOf } from './program-parts.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Program } from './program.ts';
import type { Level, Tiers } from './tiers.ts';

/** A type, not an interface, so that it is a record to the form's library. */
export type LadderForm = {
  basis: string;
  period: string;
  /** Of a rolling period. */
  months: string;
  /** By the level (`fieldKey` of its id). */
  threshold: ByKey;
  multiplier: ByKey;
};

/** What a ladder begins with. */
export const USUAL_MONTHS = 12;

const byLevel = (levels: readonly Level[], value: (level: Level) => string): ByKey =>
  Object.fromEntries(levels.map((level) => [fieldKey(level.id), value(level)]));

export function ladderForm({ basis, period, levels }: Tiers): LadderForm {
  return {
    basis,
    period: period.kind,
    months: String(period.kind === 'rolling' ? period.months : USUAL_MONTHS),
    // The first has no field: what the page does not have would look like a change.
    threshold: byLevel(levels.slice(1), ({ threshold }) => threshold),
    multiplier: byLevel(levels, ({ multiplier }) => multiplier),
  };
}

type Rung = { id: string; level: object; threshold: string | undefined };

/** The levels as they are typed, by their thresholds; nobody is below the first, which stays it. */
function rungs(sent: unknown, levels: readonly Level[]): Rung[] {
  const typed = levels.map((level, place): Rung => {
    const threshold =
      place === 0 ? level.threshold : textOf(partOf(sent, 'threshold'), fieldKey(level.id)) || undefined;
    const multiplier = textOf(partOf(sent, 'multiplier'), fieldKey(level.id)) || undefined;
    return { id: level.id, threshold, level: { ...level, threshold, multiplier } };
  });
  const isSortable = typed.every(({ threshold }) => threshold !== undefined && isDecimal(threshold));
  if (!isSortable) return typed;
  const [first, ...rest] = typed;
  const value = (one: Rung) => decimal(one.threshold ?? '0');
  return first ? [first, ...rest.sort((a, b) => compare(value(a), value(b)))] : [];
}

function ladderDocument(sent: unknown, program: Program, { levels }: Tiers): unknown {
  const period = textOf(sent, 'period');
  return {
    ...program,
    tiers: {
      basis: textOf(sent, 'basis'),
      period: { kind: period, ...(period === 'rolling' && { months: whole(sent, 'months') }) },
      levels: rungs(sent, levels).map(({ level }) => level),
    },
  };
}

function ladderField(
  [first, second, third, fourth]: string[],
  sent: unknown,
  program: Program,
): string | null {
  if (first !== 'tiers') return null;
  if (second === 'basis') return second;
  if (second === 'period') return third === 'months' ? third : second;
  if (second !== 'levels' || (fourth !== 'threshold' && fourth !== 'multiplier')) return null;
  const one = rungs(sent, program.tiers?.levels ?? [])[Number(third)];
  return one ? `${fourth}.${fieldKey(one.id)}` : null;
}

export const ladderSection: ProgramSection = {
  part: ({ tiers }) =>
    tiers && {
      basis: tiers.basis,
      period: tiers.period,
      levels: tiers.levels.map(({ id, threshold, multiplier }) => ({ id, threshold, multiplier })),
    },
  // Where somebody has deleted all levels there is nothing to save, which is not the same as saved.
  read: (sent, program) =>
    program.tiers
      ? judgedSection(ladderDocument(sent, program, program.tiers), (path) =>
          ladderField(path, sent, program),
        )
      : { ok: false, faults: { '': [{ code: 'required' }] } },
};

export type LevelForm = {
  name: ByKey;
  /** Ids of rewards; '' for none. */
  entryReward: string;
  birthdayReward: string;
  shipping: string;
  ceiling: ByKey;
  countries: string;
  minSpend: ByKey;
};

export function levelForm({ name, perks }: Level): LevelForm {
  const shipping = perks?.shipping;
  return {
    name,
    entryReward: perks?.entryRewardId ?? '',
    birthdayReward: perks?.birthdayRewardId ?? '',
    shipping: shipping ? ON : '',
    ceiling: byCurrency(shipping?.ceiling ?? []),
    countries: shipping?.countries.join(' ') ?? '',
    minSpend: byCurrency(shipping?.minSpend ?? []),
  };
}

function typedPerks(sent: unknown): object | null {
  const entryRewardId = textOf(sent, 'entryReward') || null;
  const birthdayRewardId = textOf(sent, 'birthdayReward') || null;
  const shipping =
    textOf(sent, 'shipping') === ON
      ? {
          ceiling: amounts(sent, 'ceiling'),
          countries: words(sent, 'countries').map((code) => code.toUpperCase()),
          minSpend: amounts(sent, 'minSpend'),
        }
      : null;
  return entryRewardId || birthdayRewardId || shipping ? { entryRewardId, birthdayRewardId, shipping } : null;
}

function levelField(path: string[], sent: unknown): string | null {
  const [, , , part, ...rest] = path;
  if (part === 'name') return languageField('name', rest[0], sent);
  if (part !== 'perks') return null;
  const [perk, which, index] = rest;
  if (perk === 'entryRewardId') return 'entryReward';
  if (perk === 'birthdayRewardId') return 'birthdayReward';
  if (which === 'ceiling' || which === 'minSpend') return amountField(which, index, sent);
  return which ?? 'shipping';
}

/** The form of one level. One that is gone cannot be saved: the page says that there is none. */
export function levelSection(levelId: string): ProgramSection {
  const levelOf = ({ tiers }: Program) => tiers?.levels.find(({ id }) => id === levelId);
  return {
    part: (program) => {
      const level = levelOf(program);
      return level && { name: level.name, perks: level.perks ?? null };
    },
    read: (sent, program) => {
      const place = program.tiers?.levels.findIndex(({ id }) => id === levelId) ?? -1;
      const level = levelOf(program);
      if (!program.tiers || !level) return { ok: false, faults: { '': [{ code: 'required' }] } };
      const name = Object.fromEntries(filled(sent, 'name'));
      const levels = program.tiers.levels.with(place, { ...level, name, perks: typedPerks(sent) as never });
      return judgedSection({ ...program, tiers: { ...program.tiers, levels } }, (path) =>
        path[0] === 'tiers' && path[1] === 'levels' && path[2] === String(place)
          ? levelField(path, sent)
          : null,
      );
    },
  };
}
