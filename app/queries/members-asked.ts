/** Which members a merchant asked for, and in which order: read from the address, so that a page can be shared and gone back to. */
import { z } from 'zod';
import { IdSchema } from '../domain/program-parts.ts';

/** `key` is SQL of a member's row; equal ones go by the member's number. */
export const MEMBER_SORTS = {
  newest: { key: 'enrolled_at', type: 'timestamptz', descending: true },
  oldest: { key: 'enrolled_at', type: 'timestamptz', descending: false },
  balanceHigh: { key: 'balance', type: 'bigint', descending: true },
  balanceLow: { key: 'balance', type: 'bigint', descending: false },
  // Who has done nothing yet was last active when they joined.
  active: { key: 'coalesce(last_activity_at, enrolled_at)', type: 'timestamptz', descending: true },
  inactive: { key: 'coalesce(last_activity_at, enrolled_at)', type: 'timestamptz', descending: false },
} as const;
export type MemberSort = keyof typeof MEMBER_SORTS;
export const SORT_NAMES = Object.keys(MEMBER_SORTS) as MemberSort[];

export type MembersFilter = {
  /** Id of a level. */
  level: string | null;
  /** Dates of the shop's calendar: enrolled then or later; nothing done then or later. */
  since: string | null;
  inactive: string | null;
  debt: boolean;
  sort: MemberSort;
};

/** No shop is older; a year 0, which a date field lets through, is no moment that PostgreSQL reads. */
const OLDEST_DATE = '1970-01-02';
const DateSchema = z.iso.date().refine((date) => date >= OLDEST_DATE);
const dateOf = (text: string | null) => DateSchema.safeParse(text).data ?? null;

/** What is none of ours is left out. */
export function membersFilter(query: URLSearchParams): MembersFilter {
  return {
    level: IdSchema.safeParse(query.get('level')).data ?? null,
    since: dateOf(query.get('since')),
    inactive: dateOf(query.get('inactive')),
    debt: query.get('debt') === '1',
    sort: SORT_NAMES.find((name) => name === query.get('sort')) ?? 'newest',
  };
}

export const isFiltered = ({ level, since, inactive, debt }: MembersFilter): boolean =>
  level !== null || since !== null || inactive !== null || debt;

/** The list's address with a filter, a search and a place in it. */
export function membersAddress(
  { level, since, inactive, debt, sort }: MembersFilter,
  search: string,
  place: { after?: string; before?: string } = {},
): string {
  const query = new URLSearchParams();
  const given = { customer: search, level, since, inactive, debt: debt ? '1' : null, ...place };
  for (const [name, value] of Object.entries(given)) if (value) query.set(name, value);
  if (sort !== 'newest') query.set('sort', sort);
  return query.size > 0 ? `/app/members?${query.toString()}` : '/app/members';
}
