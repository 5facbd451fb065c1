import { describe, expect, it } from 'vitest';
import { NATIVE_CODES_ONLY } from './capabilities.ts';
import { keepsLevelOrder, unsupportedParts } from './program-changes.ts';
import { type Program, ProgramSchema, versionAt } from './program.ts';
import { startingProgram } from './starting-program.ts';

const level = (id: string, threshold: string, multiplier = '1') => ({
  id,
  name: { en: id },
  threshold,
  multiplier,
});

const reward = { name: { en: 'Reward' }, points: 500 };

describe('versions', () => {
  const published = (number: number, publishedAt: string) => ({
    number,
    publishedAt,
    program: startingProgram,
  });
  const versions = [
    published(1, '2026-10-01T00:00:00Z'),
    published(2, '2026-11-01T00:00:00+01:00'),
    published(3, '2026-10-31T23:00:00Z'),
  ];
  it.each([
    ['2026-09-30T23:59:59Z', null],
    ['2026-10-01T00:00:00Z', 1],
    ['2026-10-31T22:59:59.999Z', 1],
    ['2026-10-31T19:00:00-04:00', 3],
  ])('at %s it is %s', (at, number) => {
    expect(versionAt(versions, at)?.number ?? null).toBe(number);
  });

  it('keep the order of levels, whatever comes or goes between them', () => {
    const withLevels = (...ids: string[]): Program => ({
      ...startingProgram,
      tiers: {
        basis: 'points',
        period: { kind: 'lifetime' },
        levels: ids.map((id, index) => level(id, String(index))),
      },
    });
    const earlier = [withLevels('bronze', 'gold'), withLevels('bronze', 'silver'), startingProgram];
    expect(keepsLevelOrder(earlier, withLevels('silver', 'iron', 'gold'))).toEqual([]);
    expect(keepsLevelOrder(earlier, withLevels('gold', 'silver', 'bronze'))).toEqual([
      { path: 'tiers.levels[0].id', reason: '"gold" was above "bronze" in an earlier version' },
      { path: 'tiers.levels[1].id', reason: '"silver" was above "bronze" in an earlier version' },
    ]);
  });

  it('tell which of their parts do not work yet', () => {
    const program = ProgramSchema.parse({
      ...startingProgram,
      campaigns: [{ id: 'bonus', name: { en: 'Bonus' }, effect: { kind: 'bonus', points: 500 } }],
      expiry: { kind: 'afterEarning', months: 12 },
      enrolment: { ...startingProgram.enrolment, mode: 'optIn', excludedCustomerTags: ['staff'] },
      rewards: [
        { ...reward, id: 'five-off', kind: 'amountOff', values: [{ currency: 'USD', amount: '5.00' }] },
        { ...reward, id: 'mug', kind: 'freeProduct', productId: '101' },
      ],
      tiers: {
        basis: 'points',
        period: { kind: 'lifetime' },
        levels: [level('a', '0'), level('b', '5', '1.5')],
      },
    });
    const shop = { currency: 'USD', capabilities: NATIVE_CODES_ONLY };
    expect(unsupportedParts(startingProgram, shop)).toEqual([]);
    const parts = unsupportedParts(program, shop);
    expect(parts.map((part) => part.path)).toEqual([
      ...['expiry', 'rewards[0].values', 'rewards[0].values', 'rewards[0].values', 'rewards[1].kind'],
    ]);
    expect(parts[0]?.reason).toMatch(/no channel tells members/);
  });
});
