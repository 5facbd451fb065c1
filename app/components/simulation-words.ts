import type { Simulation } from '../domain/simulation.ts';
import type { RunView } from './use-simulation.ts';
import type { Words } from './words.ts';

/** The figures that decide. */
export function simulationSentences(simulation: Simulation, words: Words): string[] {
  const { text, format } = words;
  const { total, levels, unknownTags } = simulation;
  // The same points in every currency: told in the shop's own where points have a value in it.
  const own = simulation.liability.find(({ currency }) => currency === words.currency);
  const liability = [own ?? simulation.liability[0]].filter((one) => one !== undefined);
  const difference = BigInt(total.after.points) - BigInt(total.before.points);
  const issued = {
    orders: total.after.orders,
    number: format.number(total.after.orders),
    before: format.number(BigInt(total.before.points)),
    after: format.points(BigInt(total.after.points)),
    difference: format.signed(difference),
  };
  return [
    text('publishing.issued', issued),
    ...liability.map(({ currency, before, published, after }) => {
      const money = (amount: string | null) =>
        amount === null ? text('publishing.noValue') : format.money(amount, currency);
      return text('publishing.liability', {
        before: money(before),
        published: money(published),
        after: money(after),
      });
    }),
    ...(levels.up + levels.down > 0
      ? [
          text('publishing.levels', {
            up: levels.up,
            upNumber: format.number(levels.up),
            down: levels.down,
            downNumber: format.number(levels.down),
          }),
        ]
      : []),
    ...(unknownTags > 0
      ? [text('publishing.unknownTags', { count: unknownTags, number: format.number(unknownTags) })]
      : []),
  ];
}

/** How far one is that is not over: null where it was just asked for. */
export function simulationProgress(
  run: RunView | null,
  { text, format }: Pick<Words, 'text' | 'format'>,
): string {
  if (run?.status === 'running' && run.total !== null && run.total > 0)
    return text('publishing.progress', { done: format.number(run.done), total: format.number(run.total) });
  if (run?.status === 'waiting' && run.ahead > 0)
    return text('publishing.waiting.behind', { count: run.ahead, number: format.number(run.ahead) });
  return text('publishing.waiting');
}
