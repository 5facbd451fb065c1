import { verifyLedger, type LedgerVerification, type Witness } from '../services/verify-ledger.ts';
import { listShops } from '../storage/shops.ts';
import { requiredShop, UsageError, type Command } from './command.ts';

type Fault = LedgerVerification['faults'][number];

function where({ memberId, seq }: Fault): string {
  if (memberId === null) return '';
  return ` at member ${memberId}${seq === null ? '' : `, entry ${seq}`}`;
}

function lines({ shop, entries, members, faults, byKind, balances, newestRoot }: LedgerVerification): string {
  const found = faults.map((fault) => `${shop}: FAULT${where(fault)}: ${fault.invariant}: ${fault.detail}`);
  const kinds = byKind.map(({ kind, points }) => `${kind} ${points}`).join(', ');
  return [
    ...(found.length > 0 ? found : [`${shop}: ${entries} entries of ${members} members, no fault.`]),
    ...(byKind.length > 0 ? [`  points: ${kinds}; balances ${balances}`] : []),
    newestRoot ? `  newest root: ${newestRoot.day}:${newestRoot.root}` : '  no day is closed yet',
  ].join('\n');
}

/** DAY:HEX, as `ledger verify` prints it. */
function witnessOf(text: string | boolean | undefined): Witness | null {
  if (text === undefined) return null;
  const [, day, root] = /^(\d{4}-\d{2}-\d{2}):([0-9a-f]{64})$/i.exec(String(text)) ?? [];
  if (day === undefined || root === undefined)
    throw new UsageError(
      '--root takes a root as it was printed, like 2026-11-20:5f1c… (64 hexadecimal digits)',
    );
  return { day, root: root.toLowerCase() };
}

export const ledgerVerify: Command = {
  usage: 'ledger verify [--shop S] [--root DAY:HEX]',
  summary:
    'Replay the ledger of one shop or all, and name the first fault of each rule. --root: a root that you noted before, to compare with.',
  options: { shop: { type: 'string' }, root: { type: 'string' } },
  run: async (deps, input) => {
    const witness = witnessOf(input.options['root']);
    const one = input.options['shop'] !== undefined || witness ? await requiredShop(deps, input) : null;
    const shops = one === null ? await listShops(deps.pool) : [one];
    const results: LedgerVerification[] = [];
    for (const shop of shops) results.push(await verifyLedger(deps, shop, witness));
    const ok = results.every(({ faults }) => faults.length === 0);
    return {
      ok,
      text: results.map(lines).join('\n') || 'There are no shops yet.',
      json: { ok, shops: results },
    };
  },
};
