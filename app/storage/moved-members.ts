/** What a transaction's entries do to their members' rows. */
import type { MemberId } from '../domain/ids.ts';
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
    ...(others.length === 0 ? [] : [writeOf('members', MOVE, others, [])]),
    ...(levelled.length === 0
      ? []
      : [
          writeOf(
            'members_with_levels',
            MOVE_WITH_LEVEL,
            levelled,
            LEVEL_COLUMNS.map((column) => levelled.map((one) => one[column])),
          ),
        ]),
  ];
}

/** Projections move by adding. The guard on last_seq turns a missing lock into an error instead of a fork of the chain. */
const updating = (set: string, columns: readonly string[]) =>
  `UPDATE member SET balance = member.balance + new.points, lifetime_earned = member.lifetime_earned + new.earned,
                     last_seq = member.last_seq + new.entries, head_hash = decode(new.head_hash, 'hex'),
                     last_activity_at = greatest(member.last_activity_at, new.active_at),
                     expiry_due = ${EXPIRY_DUE('new.look_at')}${set}
   FROM unnest($2::bigint[], $3::int[], $4::int[], $5::bigint[], $6::bigint[], $7::text[], $8::timestamptz[], $9::timestamptz[]${columns.map((_, index) => `, $${index + 10}::text[]`).join('')})
     AS new(${['member_id', 'previous_seq', 'entries', 'points', 'earned', 'head_hash', 'look_at', 'active_at', ...columns].join(', ')})
   WHERE member.shop = $1 AND member.member_id = ANY($2) AND member.member_id = new.member_id AND member.last_seq = new.previous_seq RETURNING 1`;

const MOVE = updating('', []);
const MOVE_WITH_LEVEL = updating(`, ${LEVEL_SET}`, LEVEL_COLUMNS);

function writeOf(name: string, text: string, moves: readonly Move[], columns: readonly unknown[]): Write {
  const values = [
    moves.map((one) => one.memberId),
    moves.map((one) => one.previousSeq),
    moves.map((one) => one.entries),
    moves.map((one) => one.points.toString()),
    moves.map((one) => one.earned.toString()),
    moves.map((one) => one.headHash),
    moves.map((one) => one.lookAt),
    moves.map((one) => one.activeAt),
    ...columns,
  ];
  const moved = 'a member moved while its entries were written: its row was not locked';
  return { name, text, values, gives: { rows: moves.length, else: moved } };
}
