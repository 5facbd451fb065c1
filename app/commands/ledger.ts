import { verifyLedger, type LedgerVerification } from '../services/verify-ledger.ts';
import { listShops } from '../storage/shops.ts';
import { requiredShop, type Command } from './command.ts';

function line({ shop, entries, members, fault }: LedgerVerification): string {
  if (!fault) return `${shop}: ${entries} entries of ${members} members, no fault.`;
  const where =
    fault.memberId === null
      ? ''
      : ` at member ${fault.memberId}${fault.seq === null ? '' : `, entry ${fault.seq}`}`;
  return `${shop}: FAULT${where}: ${fault.invariant}: ${fault.detail}`;
}

export const ledgerVerify: Command = {
  usage: 'ledger verify [--shop S]',
  summary: 'Replay the ledger of one shop or all, and name the first fault of each.',
  options: { shop: { type: 'string' } },
  run: async (deps, input) => {
    const shops = input.options['shop'] === undefined ? await listShops(deps.pool) : [requiredShop(input)];
    const results: LedgerVerification[] = [];
    for (const shop of shops) results.push(await verifyLedger(deps, shop));
    const ok = results.every((result) => result.fault === null);
    return {
      ok,
      text: results.map(line).join('\n') || 'There are no shops yet.',
      json: { ok, shops: results },
    };
  },
};
