import type { RewardKindName } from '../domain/reward-template.ts';
import type { AdminMessage } from '../locales/admin.ts';

/** What a kind is called, and what it is: of every kind, also those that the form does not edit. */
export const kindName = (kind: RewardKindName): AdminMessage => `rewards.kind.${kind}`;
export const kindHelp = (kind: RewardKindName): AdminMessage => `rewards.kind.${kind}.help`;

/** Where a new reward of the kind is set up; its id is given beforehand. */
export const newRewardPath = (newId: string, kind: RewardKindName): string =>
  `/app/program/rewards/${newId}?kind=${kind}`;
