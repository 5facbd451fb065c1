import type { Deps } from '../deps.server.ts';

/** Never one that was there before: limits, explanations and levels held go by the id, also of a part that was deleted. */
export function newPartId(
  deps: Pick<Deps, 'random'>,
  part: 'action' | 'campaign' | 'level' | 'reward',
): string {
  return `${part}-${deps.random.bytes(6).toString('hex')}`;
}
