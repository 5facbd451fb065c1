import { expect, it } from 'vitest';
import { version } from './earning.fixture.ts';
import { tierTagMove } from './tier-tag.ts';

const withLevels = (...ids: string[]) =>
  version({}, {
    tiers: {
      basis: 'points',
      period: { kind: 'lifetime' },
      levels: ids.map((id, index) => ({ id, name: { en: id }, threshold: String(index), multiplier: '1' })),
    },
  } as object);

it.each([
  [
    'the level alone',
    [withLevels('bronze', 'gold')],
    'gold',
    ['meridian-tier-bronze'],
    ['meridian-tier-gold'],
  ],
  [
    'levels of earlier versions go too',
    [withLevels('bronze', 'ruby'), withLevels('bronze', 'gold')],
    'bronze',
    ['meridian-tier-ruby', 'meridian-tier-gold'],
    ['meridian-tier-bronze'],
  ],
  ['tiers were taken out', [withLevels('bronze'), version()], null, ['meridian-tier-bronze'], []],
  ['there never were any', [version()], null, [], []],
  ['case makes no other tag', [withLevels('Gold', 'gold')], 'gold', [], ['meridian-tier-gold']],
])('%s', (_name, versions, level, remove, add) => {
  expect(tierTagMove(versions, level)).toEqual({ remove, add });
});
