/** The starting programmes for a shop: made for its own markets, and said with what each would have given for the orders that it had. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { STARTING_KINDS, startingProgramFor, type StartingKind } from '../domain/starting-programs.ts';
import { startingTexts } from '../locales/starting-texts.ts';
import { shopMarkets } from '../queries/shop-markets.ts';
import { shopProfile } from '../queries/shop-profile.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import type { SimulationRun } from '../storage/simulations.ts';
import { requestSimulation } from './run-simulations.ts';

/** Days of the shop's own orders that a suggestion's cost is told for. */
export const SUGGESTION_DAYS = 60;

/** `cost`: of those days, as far as it is reckoned; null while there is nothing to reckon it by. */
export type Suggestion = { kind: StartingKind; program: Program; cost: SimulationRun | null };

/** null: Shopify does not tell the markets now. A worker reckons the costs; asking again gives how far it is. */
export async function suggestPrograms(
  deps: Pick<Deps, 'pool' | 'prisma' | 'clock' | 'random' | 'log'>,
  shop: ShopId,
  admin: AdminGateway,
): Promise<Suggestion[] | null> {
  const { name, currency } = await shopProfile(deps, shop);
  if (currency === null) return null;
  const markets = await shopMarkets(deps, shop, admin, currency);
  if (markets === null) return null;
  const locales = markets.flatMap((market) => market.locales);
  const texts = startingTexts(locales, name ?? '');
  const suggestions: Suggestion[] = [];
  for (const kind of STARTING_KINDS) {
    const program = startingProgramFor(kind, { currency, markets }, texts);
    const asked = { document: program, days: SUGGESTION_DAYS, again: false };
    const cost = await requestSimulation(deps, shop, asked);
    suggestions.push({ kind, program, cost });
  }
  return suggestions;
}
