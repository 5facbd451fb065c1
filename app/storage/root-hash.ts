/** A closed day of the ledger as one hash: the heads that moved on it, and the root of the day before it. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ShopId } from '../domain/ids.ts';

/** A member's newest entry recorded on the day, and how many there were. */
export type DayHead = { memberId: string; seq: number; hash: string; entries: number };

/** What the first day's root continues. */
const GENESIS = Buffer.alloc(32);

/**
 * Heads of one day, added by rising member id. A member's head covers their entries before it by the chain, and the root before this
 * one covers the heads of earlier days: together they cover every entry of the shop, at the cost of the day's own.
 */
export class DayHeads {
  private readonly digest = createHash('sha256');
  members = 0;
  entries = 0;

  add(head: DayHead): void {
    this.digest.update(`${head.memberId} ${head.seq} ${head.hash}\n`);
    this.members += 1;
    this.entries += head.entries;
  }

  /** Hex. SHA-256 of the previous root (32 bytes; zeros for the first) and canonical JSON. Field names are frozen. Ends the collecting. */
  root(shop: ShopId, day: string, previousRoot: string | null): string {
    const heads = this.digest.digest('hex');
    const sealed = { shop, day, members: this.members, entries: this.entries, heads };
    const previous = previousRoot === null ? GENESIS : Buffer.from(previousRoot, 'hex');
    return createHash('sha256').update(previous).update(canonicalJson(sealed)).digest('hex');
  }
}
