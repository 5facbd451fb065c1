/** What a transaction's entries do to their members' rows. */
import type { MemberId } from '../domain/ids.ts';
import { rowsFrom, valuesOf, type Column } from './rows.ts';
import { LEVEL_COLUMNS, LEVEL_SET, type NewLevel } from './tier-standings.ts';
import type { Write } from './writes.ts';

export type Move = {
  memberId: MemberId;
  /** The number of the last entry before. */
  previousSeq: number;
  entries: number;
  points: bigint;
  earned: bigint;
  /** Hex. */
  headHash: string;
  /** When the member's lots are to be looked at. */
  lookAt: string;
  activeAt: string | null;
};

/** Where the shop's points expire, whatever changes lots lets them be looked at (services/refresh-expiry). $1 is the shop. */
export const EXPIRY_DUE = (at: string) =>
  `CASE WHEN (SELECT points_expire FROM shop WHERE shop = $1) THEN least(expiry_due, ${at}::timestamptz) ELSE expiry_due END`;

/** Each row is written once: with the member's level where that is to be kept too. */
export function movedMembers(moves: readonly Move[], levels: ReadonlyMap<MemberId, NewLevel>): Write[] {
  const levelled = moves.flatMap((move) => {
    const level = levels.get(move.memberId);
    return level ? [{ ...level, ...move }] : [];
  });
  const others = moves.filter(({ memberId }) => !levels.has(memberId));
  return [
    ...writesOf('members', MOVE, MOVE_COLUMNS, others),
    ...writesOf('members_with_levels', MOVE_WITH_LEVEL, LEVELLED_COLUMNS, levelled),
  ];
}

const MOVE_COLUMNS: readonly Column<Move>[] = [
  { name: 'member_id', type: 'bigint', of: (move) => move.memberId },
  { name: 'previous_seq', type: 'int', of: (move) => move.previousSeq },
  { name: 'entries', type: 'int', of: (move) => move.entries },
  { name: 'points', type: 'bigint', of: (move) => move.points.toString() },
  { name: 'earned', type: 'bigint', of: (move) => move.earned.toString() },
  { name: 'head_hash', type: 'text', of: (move) => move.headHash },
  { name: 'look_at', type: 'timestamptz', of: (move) => move.lookAt },
  { name: 'active_at', type: 'timestamptz', of: (move) => move.activeAt },
];
const LEVELLED_COLUMNS: readonly Column<Move & NewLevel>[] = [...MOVE_COLUMNS, ...LEVEL_COLUMNS];

/** Projections move by adding. The guard on last_seq turns a missing lock into an error instead of a fork of the chain. */
const updating = (columns: readonly Column<never>[], set: string) =>
  `UPDATE member SET balance = member.balance + new.points, lifetime_earned = member.lifetime_earned + new.earned,
                     last_seq = member.last_seq + new.entries, head_hash = decode(new.head_hash, 'hex'),
                     last_activity_at = greatest(member.last_activity_at, new.active_at),
                     expiry_due = ${EXPIRY_DUE('new.look_at')}${set}
   FROM ${rowsFrom(columns, 2)} AS new
   WHERE member.shop = $1 AND member.member_id = ANY($2) AND member.member_id = new.member_id AND member.last_seq = new.previous_seq RETURNING 1`;

const MOVE = updating(MOVE_COLUMNS, '');
const MOVE_WITH_LEVEL = updating(LEVELLED_COLUMNS, `, ${LEVEL_SET}`);

function writesOf<Row extends Move>(
  name: string,
  text: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Write[] {
  if (rows.length === 0) return [];
  const moved = 'a member moved while its entries were written: its row was not locked';
  return [{ name, text, values: valuesOf(columns, rows), gives: { rows: rows.length, else: moved } }];
}
