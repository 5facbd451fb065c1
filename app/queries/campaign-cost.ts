/** What the page of a campaign's cost shows: the programme in force with this campaign, laid over days that are past, and its simulation. */
import type { Deps } from '../deps.server.ts';
import { campaignOf } from '../domain/campaign-form.ts';
import { draftOnly, rehearsal, type DraftOnly } from '../domain/campaign-rehearsal.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { knownSimulation } from '../services/run-simulations.ts';
import type { SimulationRun } from '../storage/simulations.ts';
import { programState } from './program-state.ts';
import { SIMULATION_DAYS, type SimulationDays } from './publish-preview.ts';
import { shopProfile } from './shop-profile.ts';

export type CampaignCost = {
  /** As it is in the draft, and as it is taken to have held. */
  campaign: Campaign;
  held: Campaign;
  /** What is in force, or before that the draft: everything but the campaign is as there. */
  base: Program;
  document: Program;
  /** Where the campaign asks for it, the simulation would be of another campaign than will hold. */
  draftOnly: DraftOnly | null;
  days: SimulationDays;
  /** The periods that show all of it; of one that is longer than all of them, the longest. */
  choices: SimulationDays[];
  run: SimulationRun | null;
};

/** null: the draft has no such campaign. */
export async function campaignCost(
  deps: Pick<Deps, 'pool' | 'prisma' | 'clock'>,
  shop: ShopId,
  id: string,
  asked: string | null,
): Promise<CampaignCost | null> {
  const [{ published, edited }, { timeZone }] = await Promise.all([
    programState(deps, shop),
    shopProfile(deps, shop),
  ]);
  const campaign = campaignOf(edited, id);
  if (!campaign) return null;
  const base = published?.program ?? edited;
  const {
    program,
    campaign: held,
    days: least,
  } = rehearsal(base, campaign, deps.clock.now().toISOString(), timeZone);
  const showing = SIMULATION_DAYS.filter((days) => days >= (least ?? 0));
  const choices = showing.length > 0 ? showing : SIMULATION_DAYS.slice(-1);
  const days = choices.find((one) => String(one) === asked) ?? choices[0] ?? SIMULATION_DAYS[0];
  const run = await knownSimulation(deps, shop, program, days);
  return {
    ...{ campaign, held, base, document: program, days, choices, run },
    draftOnly: draftOnly(base, edited, campaign),
  };
}
