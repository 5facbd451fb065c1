/** Entries are appended in bulk, together with what they do to lots and members; nothing here updates or deletes an entry. */
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
import { formOf, inBothForms, rowsFrom, valuesOf, type Column } from './rows.ts';
import type { Tx } from './transaction.ts';
import { writeAtOnce, writeInTurn, type Write } from './writes.ts';

type Row = SealedEntry & { previousHash: string | null; hash: string; posted: Posted };

type DatedLots = { memberId: MemberId; source: EntrySource; at: string; expiresAt: string | null };

/** By when it becomes available, when a lot expires, where an entry can be told that. */
export type ToldExpiry = (availableAt: string) => string | null;

const untold: ToldExpiry = () => null;

/**
 * One transaction's writes to the ledger, collected in memory and flushed in five statements. Members must be locked
 * (lockMembers) before, and stay the collector's until `flush`.
 */
export class LedgerWriter {
  private readonly rows: Row[] = [];
  private readonly dated: DatedLots[] = [];
  private readonly activity = new Map<MemberId, string>();
  private readonly members: Map<MemberId, MemberLedger>;
  private readonly shop: ShopId;
  private readonly recordedAt: string;
  private readonly toldExpiry: ToldExpiry;

  constructor(
    shop: ShopId,
    members: Map<MemberId, MemberLedger>,
    recordedAt: string,
    toldExpiry: ToldExpiry = untold,
  ) {
    this.toldExpiry = toldExpiry;
    this.shop = shop;
    this.members = members;
    this.recordedAt = recordedAt;
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
    const expiresAt =
      opens && given.availableAt !== null ? this.toldExpiry(given.availableAt) : given.expiresAt;
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
    this.rows.push({ ...sealed, previousHash: before.headHash, hash, posted });
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
    const expiresAt = this.toldExpiry(at);
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

  /** The members whose points `flush` will change. */
  touched(): MemberId[] {
    return [...this.rows, ...this.dated].map((one) => one.memberId);
  }

  /** `beside`: what else is to be written, in the same statement where that can be; none of it may touch the ledger or the members. */
  async flush(tx: Tx, beside: readonly Write[] = []): Promise<void> {
    for (const one of this.dated.splice(0)) await this.dateLotRows(tx, one);
    const { opens, writes } = this.taken(beside);
    // What is taken from a lot that is opened here has to see it.
    if (opens) await writeInTurn(tx, this.shop, writes);
    else await writeAtOnce(tx, this.shop, writes);
  }

  /** The same as the last statement of a transaction (`Ending`); null where it takes several. */
  last(beside: readonly Write[]): ((tx: Tx) => Promise<void>) | null {
    if (this.dated.length > 0 || this.rows.some((row) => row.posted.lot)) return null;
    const { writes } = this.taken(beside);
    return writes.length === 0 ? null : (tx) => writeAtOnce(tx, this.shop, writes);
  }

  private taken(beside: readonly Write[]): { opens: boolean; writes: Write[] } {
    const rows = this.rows.splice(0);
    const active = new Map(this.activity);
    this.activity.clear();
    const moved = new Set(rows.map((row) => row.memberId));
    const unmoved = new Map([...active].filter(([id]) => !moved.has(id)));
    const opened = openedLots(rows);
    const writes = [
      ...(rows.length === 0 ? [] : [newEntries(rows), movedMembers(rows, active, this.recordedAt)]),
      ...opened,
      ...consumptions(rows),
      ...raisedActivity(unmoved),
      ...beside,
    ];
    return { opens: opened.length > 0, writes };
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

/** Where the shop's points expire, whatever changes lots lets them be looked at (services/refresh-expiry). $1 is the shop. */
const EXPIRY_DUE = (now: string) =>
  `CASE WHEN (SELECT points_expire FROM shop WHERE shop = $1) THEN least(expiry_due, ${now}::timestamptz) ELSE expiry_due END`;

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
  (form) => `INSERT INTO entry (shop, ${ENTRY_COLUMNS.map(({ name }) => name).join(', ')})
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

/** Projections move by adding. The guard on last_seq turns a missing lock into an error instead of a fork of the chain. */
function movedMembers(
  rows: readonly Row[],
  active: ReadonlyMap<MemberId, string>,
  recordedAt: string,
): Write {
  const moves = [...Map.groupBy(rows, (row) => row.memberId)].map(([id, own]) => ({
    id,
    previousSeq: own[0]!.seq - 1,
    entries: own.length,
    points: own.reduce((sum, row) => sum + row.points, 0n),
    earned: own.reduce((sum, row) => sum + row.posted.earned, 0n),
    headHash: own.at(-1)!.hash,
    activeAt: active.get(id) ?? null,
  }));
  const text = `UPDATE member SET balance = member.balance + new.points, lifetime_earned = member.lifetime_earned + new.earned,
                       last_seq = member.last_seq + new.entries, head_hash = decode(new.head_hash, 'hex'),
                       last_activity_at = greatest(member.last_activity_at, new.active_at),
                       expiry_due = ${EXPIRY_DUE('$8')}
     FROM unnest($2::bigint[], $3::int[], $4::int[], $5::bigint[], $6::bigint[], $7::text[], $9::timestamptz[])
       AS new(member_id, previous_seq, entries, points, earned, head_hash, active_at)
     WHERE member.shop = $1 AND member.member_id = ANY($2) AND member.member_id = new.member_id AND member.last_seq = new.previous_seq RETURNING 1`;
  const values = [
    moves.map((one) => one.id),
    moves.map((one) => one.previousSeq),
    moves.map((one) => one.entries),
    moves.map((one) => one.points.toString()),
    moves.map((one) => one.earned.toString()),
    moves.map((one) => one.headHash),
    recordedAt,
    moves.map((one) => one.activeAt),
  ];
  const moved = 'a member moved while its entries were written: its row was not locked';
  return { name: 'members', text, values, gives: { rows: moves.length, else: moved } };
}
