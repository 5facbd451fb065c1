import type { Fault } from './parse-program.ts';
import type { Program } from './program.ts';
import type { Impossibility, ShopFacts } from './reward-kinds/kind.ts';
import { publishWarnings, type PublishWarning } from './publish-warnings.ts';
import type { RewardWarning } from './reward-offer.ts';

const levelIds = (program: Program): string[] => program.tiers?.levels.map((level) => level.id) ?? [];

/**
 * Where the next version puts two levels in another order than an earlier version did: a fault for each level that has dropped below one that it stood above.
 * Held levels are compared by id over all versions (points.md 5), so their order must never change.
 */
export function keepsLevelOrder(earlier: readonly Program[], next: Program): Fault[] {
  const position = new Map(levelIds(next).map((id, index) => [id, index]));
  const faults = new Map<string, Fault>();
  for (const program of earlier) {
    const kept = levelIds(program).filter((id) => position.has(id));
    kept.forEach((above, index) => {
      const place = position.get(above) ?? 0;
      const overtaking = kept.slice(0, index).find((below) => (position.get(below) ?? 0) > place);
      if (overtaking === undefined) return;
      const path = `tiers.levels[${place}].id`;
      faults.set(path, { path, reason: `"${above}" was above "${overtaking}" in an earlier version` });
    });
  }
  return [...faults.values()];
}

/**
 * The parts of a valid programme that are kept but do not work yet, not in this shop, or not for everybody, in English for the REST API and the operator's tool:
 * those of `publishWarnings` that are about a part.
 */
export function unsupportedParts(program: Program, shop: ShopFacts): Fault[] {
  return publishWarnings(program, shop).flatMap((warning) => faultOf(warning, program) ?? []);
}

function faultOf(warning: PublishWarning, { rewards, tiers, actions, campaigns }: Program): Fault | null {
  const perks = (level: string) => `tiers.levels[${tiers?.levels.findIndex(({ id }) => id === level)}].perks`;
  switch (warning.kind) {
    case 'marketAhead':
    case 'marketWithoutRate':
    case 'lookContrast':
    case 'accentContrast':
    case 'entryMoney':
      return null;
    case 'expiryUntold':
      return {
        path: 'expiry',
        reason:
          'points will expire, but no channel tells members ahead: GET /api/v1/events has the reminders',
      };
    case 'reward': {
      const index = rewards.findIndex(({ id }) => id === warning.rewardId);
      const [part, reason] = rewardFault(warning.warning, rewards[index]?.kind ?? '');
      return { path: `rewards[${index}].${part}`, reason };
    }
    case 'cart': {
      const [part, reason] = rewardFault(warning.warning, 'amountOff');
      return { path: part === 'values' ? 'cartPoints.values' : 'cartPoints', reason };
    }
    case 'cartUnshown':
      return {
        path: 'cartPoints.values',
        reason: `${warning.amount} ${warning.currency} has more than two decimals, which themes cannot show: there is no slider`,
      };
    case 'cartUnpayable':
      return { path: 'cartPoints.values', reason: 'no amount can be paid, so nobody is offered it' };
    case 'perkAsleep':
      return {
        path: `${perks(warning.level)}.${warning.perk}`,
        reason: 'is not active, so nobody is given it',
      };
    case 'levelGone':
    case 'marketGone': {
      const [part, named] =
        warning.kind === 'levelGone' ? (['tiers', 'level'] as const) : (['markets', 'market'] as const);
      const path = audiencePath(warning, { rewards, campaigns });
      return {
        path: `${path}.${part}`,
        reason: `names no ${named} that the programme has, so it is for nobody`,
      };
    }
    case 'actionAsleep': {
      const index = actions.findIndex(({ id }) => id === warning.action);
      return { path: `actions[${index}].rewardId`, reason: 'is not active, so nobody is given it' };
    }
    case 'perkShipping': {
      const [, reason] = rewardFault(
        { kind: 'impossible', because: warning.because, instead: null },
        'freeShipping',
      );
      return { path: `${perks(warning.level)}.shipping`, reason };
    }
  }
}

function audiencePath(
  warning: Extract<PublishWarning, { kind: 'levelGone' | 'marketGone' }>,
  { rewards, campaigns }: Pick<Program, 'rewards' | 'campaigns'>,
): string {
  if (warning.of === 'cart') return 'cartPoints.for';
  return warning.of === 'reward'
    ? `rewards[${rewards.findIndex(({ id }) => id === warning.id)}].for`
    : `campaigns[${campaigns.findIndex(({ id }) => id === warning.id)}].when`;
}

const IMPOSSIBLE: Record<Exclude<Impossibility, 'kind'>, string> = {
  functions:
    'cannot be exact in this shop, which does not run the discount Function, so nobody is offered it',
  storeCredit:
    'is offered to nobody: the shop has no new customer accounts, or gave no access to store credit',
  giftCards: 'is offered to nobody: the shop has no gift cards, or gave no access to them',
  conditions: 'is offered to nobody: nothing holds these conditions for this kind',
};

/** The part of the reward that it is about, and what is the matter with it. */
function rewardFault(warning: RewardWarning, kind: string): [part: string, reason: string] {
  if (warning.kind === 'impossible') {
    if (warning.because === 'kind') return ['kind', `rewards of the kind "${kind}" cannot be redeemed yet`];
    const instead = warning.instead ? '; store credit would be' : '';
    return ['kind', `${IMPOSSIBLE[warning.because]}${instead}`];
  }
  if (warning.kind === 'caution')
    return [
      'kind',
      'takes off every piece in the cart: without the discount Function Shopify cannot take one',
    ];
  const where = warning.markets.length > 0 ? ` in ${warning.markets.join(', ')}` : '';
  const { currency } = warning;
  switch (warning.kind) {
    case 'noMinSpend':
      return ['conditions.minSpend', `has no amount in ${currency}, so the reward is not offered${where}`];
    case 'noAmount':
      return ['values', `has no amount in ${currency}, so the reward is not offered${where}`];
    case 'inexactAmount':
      return ['values', `${warning.amount} ${currency} cannot be paid, so the reward is not offered${where}`];
  }
}
