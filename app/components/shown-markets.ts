import type { Market, Program } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';

/** A shop whose programme names no market sells in its own currency. */
export function shownMarkets({ markets }: Program, { currency }: ShopFacts): Market[] {
  return markets.length > 0 ? [...markets] : [{ handle: '', countries: [], currency, locale: 'en' }];
}
