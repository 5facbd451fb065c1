/**
 * What carries a reward in Shopify: how it is made, found again and taken back. What comes back tells what is certain; nothing is thrown. The
 * registry of kinds (app/domain/reward-kinds) says which carrier a reward has.
 */
import type { Offer } from '../../domain/reward-offer.ts';
import type { Reward } from '../../domain/reward.ts';
import type { AdminGateway } from '../admin-gateway.ts';
import type { FoundCode, Later, Made, Refused } from '../discounts.ts';

/** A reward to be made, as it was redeemed. */
export type RewardOrder = {
  /** The redemption's code: unique, and the same in every attempt. */
  code: string;
  /** Names the redemption, so that what is found by its code can be told from another's. */
  title: string;
  customerId: string;
  reward: Reward;
  offer: Offer;
  /** When it was reserved: nothing of it was made before. */
  startsAt: string;
  endsAt: string | null;
  shop: { currency: string; timeZone: string };
};

/** `unknown`: it was sent, nobody knows whether it was done, and doing it again might do it twice: look it up, never send it again. */
export type Unknown = { kind: 'unknown'; codes: string[] };

export type Found = FoundCode;
/** `unclear`: what was found might be this redemption's or not. A person has to look. */
export type LookedUp = { kind: 'found'; found: Found | null } | { kind: 'unclear' } | Later;

/** `used`: the member was faster, wholly or in part. What is revoked twice stays revoked. */
export type Revoked = { kind: 'revoked'; used: boolean } | Refused | Later | Unknown;

export type RewardCarrier = {
  /** Whether making it twice makes one, since it has the redemption's code. What is not is never sent again once it may have been sent. */
  repeatable: boolean;
  /** The code as the member is told it; null where there is none to tell. */
  shownCode: (code: string) => string | null;
  issue: (admin: AdminGateway, order: RewardOrder) => Promise<Made | Unknown>;
  /** `claimed`: the ids that other redemptions are known to have made; only what carries no reference of ours asks for them. */
  lookUp: (admin: AdminGateway, order: RewardOrder, claimed: ReadonlySet<string>) => Promise<LookedUp>;
  revoke: (admin: AdminGateway, id: string, order: RewardOrder) => Promise<Revoked>;
};
