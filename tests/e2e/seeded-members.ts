// The members that the demo has seeded, as their own metafields tell of them.
import demoProgram from '../../scripts/demo-program.json' with { type: 'json' };

type Customer = { id: number; market: string; metafields: { key: string; value: string }[] };
type Loyalty = { available: number; tier: { id: string } | null };
export type SeededMember = { id: number; available: number; level: string | null };

/** As many customers as the demo begins with: later ones are those of other tests, with whatever these gave them. */
const SEEDED = 40;

/** Of a market, those with the most points to spend first. */
export async function seededMembers(market: string): Promise<SeededMember[]> {
  const response = await fetch(`${process.env.DEVSTORE_URL ?? ''}/control/state`);
  const { customers } = (await response.json()) as { customers: Customer[] };
  return customers
    .toSorted((a, b) => a.id - b.id)
    .slice(0, SEEDED)
    .filter((customer) => customer.market === market)
    .flatMap(({ id, metafields }) => {
      const value = metafields.find(({ key }) => key === 'loyalty')?.value;
      if (value === undefined) return [];
      const { available, tier } = JSON.parse(value) as Loyalty;
      return [{ id, available, level: tier?.id ?? null }];
    })
    .sort((a, b) => b.available - a.available);
}

/** The points of an order that is worth `points` without multipliers, for a member on that level. */
export function pointsOnLevel(points: number, level: string | null): number {
  const { levels } = demoProgram.tiers;
  const multiplier = levels.find(({ id }) => id === level)?.multiplier ?? '1';
  return Math.floor(points * Number(multiplier));
}
