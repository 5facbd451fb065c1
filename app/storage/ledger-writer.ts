/** Entries are appended in bulk, together with what they do to lots and members; nothing here updates or deletes an entry. */
import { toldLot, type ToldLot } from '../domain/expiry-reminders.ts';
import type { ExpiryRules } from '../domain/expiry.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import {
  post,
  type EntrySource,
  type Lot,
  type MemberLedger,
  type Posted,
  type Posting,
} from '../domain/ledger.ts';
import { entryHash, type SealedEntry } from './entry-hash.ts';
import { raisedActivity } from './last-activity.ts';
import { EXPIRY_DUE, movedMembers, type Move } from './moved-members.ts';
import { formOf, inBothForms, namesOf, rowsFrom, valuesOf, type Column } from './rows.ts';
import { saveLevels, type NewLevel } from './tier-standings.ts';
import type { Tx } from './transaction.ts';
import { writeAtOnce, writeInTurn, type Write } from './writes.ts';

/** `lookAt`: when the member's lots have to be looked at for this entry; null: as soon as may be. */
type Row = SealedEntry & {
  previousHash: string | null;
  hash: string;
  posted: Posted;
  lookAt: string | null;
};

type DatedLots = { memberId: MemberId; source: EntrySource; at: string; expiresAt: string | null };

/**
 * One transaction's writes to the ledger, collected in memory and flushed in a few statements, however many entries. Members must be locked
 * (lockMembers) before, and stay the collector's until `flush`. `expiry` tells lots their dates; without it none is told one.
 */
export class LedgerWriter {
  private readonly rows: Row[] = [];
  private readonly dated: DatedLots[] = [];
  private readonly activity = new Map<MemberId, string>();
  private readonly levels = new Map<MemberId, NewLevel>();
  private readonly members: Map<MemberId, MemberLedger>;
  private readonly shop: ShopId;
  private readonly recordedAt: string;
  private readonly expiry: ExpiryRules | null;

  constructor(
    shop: ShopId,
    members: Map<MemberId, MemberLedger>,
    recordedAt: string,
    expiry: ExpiryRules | null = null,
  ) {
    this.shop = shop;
    this.members = members;
    this.recordedAt = recordedAt;
    this.expiry = expiry;
  }

  member(id: MemberId): MemberLedger {
    const ledger = this.members.get(id);
    if (!ledger) throw new Error(`member ${id} is not locked by this transaction`);
    return ledger;
  }

  holds(id: MemberId): boolean {
    return this.members.has(id);
  }

  /** Open lots of a member who was locked without them. Nothing that takes from lots may have been posted there yet. */
  addLots(id: MemberId, lots: readonly Lot[]): void {
    const ledger = this.member(id);
    const known = new Set(ledger.lots.map((lot) => lot.seq));
    const added = lots.filter((lot) => !known.has(lot.seq));
    this.members.set(id, { ...ledger, lots: [...ledger.lots, ...added].sort((a, b) => a.seq - b.seq) });
  }

  append(id: MemberId, given: Posting): Posted {
    const before = this.member(id);
    const opens = given.points > 0n && given.expiresAt === null && given.reopens === undefined;
    const told = opens && given.availableAt !== null ? this.tellLot(given.availableAt) : null;
    const expiresAt = told?.expiresAt ?? given.expiresAt;
    const posting = inMilliseconds({ ...given, expiresAt });
    const posted = post(before, posting, this.recordedAt);
    const sealed = {
      ...posting,
      shop: this.shop,
      memberId: id,
      seq: posted.seq,
      recordedAt: this.recordedAt,
    };
    const hash = entryHash(before.headHash, sealed);
    // The lot that it opened has the date that it keeps; the others are as they were.
    const lookAt = posted.lot && told ? told.lookAt : null;
    this.rows.push({ ...sealed, previousHash: before.headHash, hash, posted, lookAt });
    this.members.set(id, { ...posted.ledger, headHash: hash });
    return posted;
  }

  /** Dates the source's lots that waited for a fulfilment. Lots that have a date keep it. */
  dateLots(id: MemberId, source: EntrySource, availableAt: string): void {
    const ledger = this.member(id);
    const waits = (lot: Lot) =>
      lot.availableAt === null && lot.source.kind === source.kind && lot.source.id === source.id;
    if (!ledger.lots.some(waits)) return;
    const at = new Date(availableAt).toISOString();
    const expiresAt = this.tellLot(at)?.expiresAt ?? null;
    this.dated.push({ memberId: id, source, at, expiresAt });
    this.members.set(id, {
      ...ledger,
      lots: ledger.lots.map((lot) => (waits(lot) ? { ...lot, availableAt: at, expiresAt } : lot)),
    });
  }

  /** The member was active at that time, whether it moves points or not (last-activity.ts). */
  noteActivity(id: MemberId, instant: string): void {
    // One text per instant, so that they compare as text.
    const at = new Date(instant).toISOString();
    const known = this.activity.get(id);
    if (known === undefined || known < at) this.activity.set(id, at);
  }

  /** What the members' rows are to keep of their levels, written with what else changes there. */
  keepLevels(levels: readonly NewLevel[]): void {
    for (const level of levels) this.levels.set(level.memberId, level);
  }

  /** The members whose points `flush` will change. */
  touched(): MemberId[] {
    return [...this.rows, ...this.dated].map((one) => one.memberId);
  }

  /** `beside`: what else is to be written, in the same statement where that can be; none of it may touch the ledger or the members. */
  async flush(tx: Tx, beside: readonly Write[] = []): Promise<void> {
    for (const one of this.dated.splice(0)) await this.dateLotRows(tx, one);
    const { still, opens, writes } = this.taken(beside);
    await saveLevels(tx, this.shop, still);
    // What is taken from a lot that is opened here has to see it.
    if (opens) await writeInTurn(tx, this.shop, writes);
    else await writeAtOnce(tx, this.shop, writes);
  }

  /** The same as the last statement of a transaction (`Ending`); null where it takes several. */
  last(beside: readonly Write[]): ((tx: Tx) => Promise<void>) | null {
    if (this.dated.length > 0 || this.levels.size > 0 || this.rows.some((row) => row.posted.lot)) return null;
    const { writes } = this.taken(beside);
    return writes.length === 0 ? null : (tx) => writeAtOnce(tx, this.shop, writes);
  }

  /** `still`: the levels of members who have no entries here, so that `writes` do not keep them. */
  private taken(beside: readonly Write[]): { still: NewLevel[]; opens: boolean; writes: Write[] } {
    const rows = this.rows.splice(0);
    const active = new Map(this.activity);
    const levels = new Map(this.levels);
    this.activity.clear();
    this.levels.clear();
    const moved = new Set(rows.map((row) => row.memberId));
    const unmoved = new Map([...active].filter(([id]) => !moved.has(id)));
    const still = [...levels.values()].filter((one) => !moved.has(one.memberId));
    const opened = openedLots(rows);
    const writes = [
      ...(rows.length === 0 ? [] : [newEntries(rows)]),
      ...movedMembers(movesOf(rows, active, this.recordedAt), levels),
      ...opened,
      ...consumptions(rows),
      ...raisedActivity(unmoved),
      ...beside,
    ];
    return { still, opens: opened.length > 0, writes };
  }

  private tellLot(availableAt: string): ToldLot | null {
    return this.expiry && toldLot(availableAt, this.expiry);
  }

  private async dateLotRows(tx: Tx, { memberId, source, at, expiresAt }: DatedLots): Promise<void> {
    await tx.query(
      `WITH due AS (UPDATE member SET expiry_due = ${EXPIRY_DUE('$7')} WHERE shop = $1 AND member_id = $2)
       UPDATE lot SET available_at = $5, expires_at = $6
       WHERE shop = $1 AND member_id = $2 AND source_kind = $3 AND source_id = $4 AND available_at IS NULL`,
      [this.shop, memberId, source.kind, source.id, at, expiresAt, this.recordedAt],
    );
  }
}

/** timestamptz(3) and a Date hold milliseconds: what is hashed must be what is read back. One text per instant also lets lots compare as text. */
function inMilliseconds(posting: Posting): Posting {
  const text = (instant: string | null) => (instant === null ? null : new Date(instant).toISOString());
  return {
    ...posting,
    effectiveAt: new Date(posting.effectiveAt).toISOString(),
    availableAt: text(posting.availableAt),
    expiresAt: text(posting.expiresAt),
  };
}

const ENTRY_COLUMNS: readonly Column<Row>[] = [
  { name: 'member_id', type: 'bigint', of: (row) => row.memberId },
  { name: 'seq', type: 'int', of: (row) => row.seq },
  { name: 'kind', type: 'text', of: (row) => row.kind, alike: true },
  { name: 'points', type: 'bigint', of: (row) => row.points.toString(), alike: true },
  { name: 'source_kind', type: 'text', of: (row) => row.source.kind, alike: true },
  { name: 'source_id', type: 'text', of: (row) => row.source.id },
  { name: 'key', type: 'text', of: (row) => row.key },
  { name: 'input_hash', type: 'bytea', of: (row) => bytes(row.inputHash), alike: true },
  { name: 'effective_at', type: 'timestamptz', of: (row) => row.effectiveAt, alike: true },
  { name: 'recorded_at', type: 'timestamptz', of: (row) => row.recordedAt, alike: true },
  { name: 'available_at', type: 'timestamptz', of: (row) => row.availableAt, alike: true },
  { name: 'expires_at', type: 'timestamptz', of: (row) => row.expiresAt, alike: true },
  { name: 'explanation', type: 'jsonb', of: (row) => row.explanation },
  { name: 'previous_hash', type: 'bytea', of: (row) => bytes(row.previousHash) },
  { name: 'hash', type: 'bytea', of: (row) => bytes(row.hash) },
];

const bytes = (hex: string | null) => (hex === null ? null : `\\x${hex}`);

const INSERT_ENTRIES = inBothForms(
  (form) => `INSERT INTO entry (shop, ${namesOf(ENTRY_COLUMNS)})
  SELECT $1, * FROM ${rowsFrom(ENTRY_COLUMNS, 2, form)} AS new`,
);

function newEntries(rows: readonly Row[]): Write {
  const form = formOf(ENTRY_COLUMNS, rows);
  const values = valuesOf(ENTRY_COLUMNS, rows, form);
  return { name: `entries_${form}`, text: INSERT_ENTRIES[form], values };
}

function openedLots(rows: readonly Row[]): Write[] {
  const opened = rows.flatMap((row) =>
    row.posted.lot ? [{ memberId: row.memberId, lot: row.posted.lot }] : [],
  );
  if (opened.length === 0) return [];
  const text = `INSERT INTO lot (shop, member_id, seq, size, remaining, available_at, expires_at, source_kind, source_id)
     SELECT $1, member_id, seq, size, size, available_at, expires_at, source_kind, source_id
     FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[])
       AS new(member_id, seq, size, available_at, expires_at, source_kind, source_id)`;
  const values = [
    opened.map((one) => one.memberId),
    opened.map((one) => one.lot.seq),
    opened.map((one) => one.lot.size.toString()),
    opened.map((one) => one.lot.availableAt),
    opened.map((one) => one.lot.expiresAt),
    opened.map((one) => one.lot.source.kind),
    opened.map((one) => one.lot.source.id),
  ];
  return [{ name: 'opened', text, values }];
}

/** Consumption rows, and what they leave in the lots. Lots are moved by subtracting, never by writing an absolute value. */
function consumptions(rows: readonly Row[]): Write[] {
  const taken = rows.flatMap((row) =>
    row.posted.consumed.map((one) => ({ memberId: row.memberId, entrySeq: row.seq, ...one })),
  );
  if (taken.length === 0) return [];
  const values = [
    taken.map((one) => one.memberId),
    taken.map((one) => one.lotSeq),
    taken.map((one) => one.entrySeq),
    taken.map((one) => one.points.toString()),
  ];
  const consumed = `INSERT INTO lot_consumption (shop, member_id, lot_seq, entry_seq, points)
     SELECT $1, member_id, lot_seq, entry_seq, points
     FROM unnest($2::bigint[], $3::int[], $4::int[], $5::bigint[]) AS new(member_id, lot_seq, entry_seq, points)`;
  const left = `UPDATE lot SET remaining = remaining - taken.points
     FROM (SELECT member_id, lot_seq, sum(points)::bigint AS points
           FROM unnest($2::bigint[], $3::int[], $4::bigint[]) AS new(member_id, lot_seq, points) GROUP BY member_id, lot_seq) AS taken
     WHERE lot.shop = $1 AND lot.member_id = ANY($2) AND lot.seq = ANY($3) AND lot.member_id = taken.member_id AND lot.seq = taken.lot_seq`;
  const [members, lots, , points] = values;
  return [
    { name: 'consumed', text: consumed, values },
    { name: 'lots_left', text: left, values: [members, lots, points] },
  ];
}

function movesOf(rows: readonly Row[], active: ReadonlyMap<MemberId, string>, recordedAt: string): Move[] {
  return [...Map.groupBy(rows, (row) => row.memberId)].map(([memberId, own]) => ({
    memberId,
    previousSeq: own[0]!.seq - 1,
    entries: own.length,
    points: own.reduce((sum, row) => sum + row.points, 0n),
    earned: own.reduce((sum, row) => sum + row.posted.earned, 0n),
    headHash: own.at(-1)!.hash,
    lookAt: firstLook(own, recordedAt),
    activeAt: active.get(memberId) ?? null,
  }));
}

/** When the member's lots are to be looked at for these entries: never before they are written. */
function firstLook(own: readonly Row[], recordedAt: string): string {
  const [first = recordedAt] = own.map((row) => row.lookAt ?? recordedAt).sort();
  return first > recordedAt ? first : recordedAt;
}
