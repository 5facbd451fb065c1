// What a benchmark hands back, and how it is printed: Markdown, so that docs/performance.md can take it as it is.
import type { Cluster } from './cluster.ts';
import { spread, type Spread } from './statistics.ts';

/** One round of one contender. */
export type Sample = {
  /** Operations a second. */
  rate: number;
  /** Of a request, in milliseconds, where it is one. */
  p50?: number;
  p99?: number;
  /** Share of a core that the load generator itself was busy: near 1, the figure is the generator's. */
  generator?: number;
};

export type Goal = { text: string; value: number; met: boolean };

export type Report = {
  name: string;
  /** What one operation is. */
  unit: string;
  parameters: Record<string, number | string>;
  contenders: { name: string; samples: Sample[] }[];
  /** Round by round, the first contender's rate over another's. */
  ratios: { against: string; values: number[] }[];
  goals: Goal[];
  /** What was verified; a benchmark whose results are wrong throws instead. */
  verified: string[];
  /** Figures that are no rate: space, memory, seconds. */
  figures: Record<string, number | string>;
};

export type Contender = { name: string; run(round: number): Promise<Sample> };

/**
 * A round of warm-up that does not count, then `rounds`; within a round everyone in turn, with `rotate` another one first each time. Between the two
 * all databases are vacuumed.
 */
export async function interleave(
  contenders: readonly Contender[],
  { rounds, log, cluster }: { rounds: number; log(line: string): void; cluster: Pick<Cluster, 'vacuum'> },
  { rotate = true } = {},
): Promise<Pick<Report, 'contenders' | 'ratios'>> {
  const samples = contenders.map((): Sample[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (turn + (rotate ? round : 0)) % contenders.length;
      const contender = contenders[index];
      if (!contender) continue;
      const sample = await contender.run(round);
      log(`${round === 0 ? 'warm-up' : `round ${round}`}: ${contender.name} ${figure(sample.rate)}/s`);
      if (round > 0) samples[index]?.push(sample);
    }
    if (round > 0) continue;
    log('vacuum');
    await cluster.vacuum();
  }
  return rateRatios(contenders.map(({ name }, index) => ({ name, samples: samples[index] ?? [] })));
}

/** The first one against each of the others, round by round. */
export function rateRatios(contenders: Report['contenders']): Pick<Report, 'contenders' | 'ratios'> {
  const [own, ...others] = contenders;
  const ratios = others.map(({ name, samples }) => ({
    against: name,
    values: (own?.samples ?? []).map(({ rate }, round) => rate / (samples[round]?.rate ?? NaN)),
  }));
  return { contenders, ratios };
}

/** At least `least` times as fast as `against`, by the median of the rounds' ratios. */
export function ratioGoal({ ratios }: Pick<Report, 'ratios'>, against: string, least: number): Goal {
  const { median } = spread(ratios.find((one) => one.against === against)?.values ?? []);
  return { text: `at least ${least} x ${against}`, value: median, met: median >= least };
}

/** The first contender's p99, by the median of the rounds. */
export function p99Goal({ contenders }: Pick<Report, 'contenders'>, mostMs: number): Goal {
  const { median } = spread(contenders[0]?.samples.map((sample) => sample.p99 ?? NaN) ?? []);
  return { text: `p99 under ${mostMs} ms`, value: median, met: median < mostMs };
}

export function markdown(report: Report): string {
  const lines = [
    `## ${report.name}`,
    '',
    Object.entries(report.parameters)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    '',
    ...(report.contenders.length === 0 ? [] : ratesOf(report)),
    ...report.goals.map(({ text, value, met }) => `- ${met ? 'met' : 'MISSED'}: ${text} (${figure(value)})`),
    ...Object.entries(report.figures).map(([name, value]) => {
      return `- ${name}: ${typeof value === 'number' ? figure(value) : value}`;
    }),
    ...report.verified.map((what) => `- verified: ${what}`),
  ];
  return `${lines.join('\n')}\n`;
}

function ratesOf({ contenders, ratios, unit }: Report): string[] {
  const ratioOf = new Map(ratios.map(({ against, values }) => [against, spread(values)]));
  return [
    `| contender | ${unit}/s, median [min-max] | p50 ms | p99 ms | ratio, median [min-max] | generator |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...contenders.map(({ name, samples }) => {
      const of = (pick: (sample: Sample) => number | undefined) => cell(samples.map(pick));
      const cells = [of((one) => one.rate), of((one) => one.p50), of((one) => one.p99)];
      return `| ${[name, ...cells, range(ratioOf.get(name)), of((one) => one.generator)].join(' | ')} |`;
    }),
    '',
  ];
}

function cell(values: (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? '' : range(spread(known));
}

function range(of: Spread | undefined): string {
  return of ? `${figure(of.median)} [${figure(of.min)}-${figure(of.max)}]` : '';
}

/** Three significant digits below 100, whole numbers above. */
export function figure(value: number): string {
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : Number(value.toPrecision(3)).toString();
}
