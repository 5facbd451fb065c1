/** member explain: what a member had at a moment, and why. It says numbers of people, orders and rewards, never a name. */
import { EntryExplanationSchema, OrderExplanationSchema } from '../domain/explanation.ts';
import { memberId, ShopifyIdSchema, type MemberId, type ShopId } from '../domain/ids.ts';
import { compareInstants, InstantSchema } from '../domain/instant.ts';
import type { JsonValue, Lot } from '../domain/ledger.ts';
import { VIEWS, type PastEntry, type View } from '../domain/ledger-at.ts';
import { explanationSentence } from '../locales/explanation.ts';
import {
  memberPast,
  type MemberPast,
  type PastOrder,
  type TierChange,
  type TierThen,
} from '../queries/member-past.ts';
import { membersOfCustomers } from '../storage/members.ts';
import { inSnapshot, type Db } from '../storage/transaction.ts';
import { failure, requiredShop, UsageError, type Command, type CommandInput } from './command.ts';

type Asked = { shop: ShopId; by: 'customer' | 'member'; id: string; at: string; view: View };

export const memberExplain: Command = {
  usage: 'member explain --shop S (--customer C | --member M) [--at T] [--as recorded|effective]',
  summary:
    'What a member had at a moment (now, without --at), and why: points, lots, tier, entries, orders. recorded: as it stood in the ledger then; effective: what had happened by then, as is known now.',
  options: {
    shop: { type: 'string' },
    customer: { type: 'string' },
    member: { type: 'string' },
    at: { type: 'string' },
    as: { type: 'string' },
  },
  run: async (deps, input) => {
    const asked = { ...parse(input, deps.clock.now()), shop: await requiredShop(deps, input) };
    const past = await inSnapshot(deps.pool, async (db) => {
      const member = await memberOf(db, asked);
      return member === null ? null : memberPast(db, asked.shop, member, asked.at, asked.view);
    });
    if (past) return { ok: true, text: textOf(asked, past), json: { ok: true, ...jsonOf(asked, past) } };
    return failure(
      `${asked.by === 'customer' ? 'The customer' : 'The member'} ${asked.id} is not in the programme of ${asked.shop}. ` +
        `--customer takes Shopify's number (the end of the customer's address in the admin), --member the number that ledger verify names.`,
    );
  },
};

function parse(input: CommandInput, now: Date): Omit<Asked, 'shop'> {
  const { customer, member, at, as } = input.options;
  if ((customer === undefined) === (member === undefined))
    throw new UsageError('one of --customer and --member is needed');
  const id = ShopifyIdSchema.safeParse(customer ?? member);
  if (!id.success) throw new UsageError(`--${customer === undefined ? 'member' : 'customer'} takes a number`);
  const moment = at === undefined ? now.toISOString() : String(at);
  if (!InstantSchema.safeParse(moment).success)
    throw new UsageError('--at takes a date and time with its offset, like 2026-06-30T23:59:59Z');
  if (compareInstants(moment, now.toISOString()) > 0)
    throw new UsageError('--at lies in the future, of which nothing is known yet');
  const view = VIEWS.find((one) => one === (as ?? 'recorded'));
  if (!view) throw new UsageError('--as takes recorded or effective');
  const by = customer === undefined ? 'member' : 'customer';
  return { by, id: id.data, at: new Date(moment).toISOString(), view };
}

async function memberOf(db: Db, { shop, by, id }: Asked): Promise<MemberId | null> {
  if (by === 'member') return memberId(id);
  return (await membersOfCustomers(db, shop, [id])).get(id) ?? null;
}

const NOTHING_RECORDED =
  '  Nothing was recorded by then. What had happened by then, as is known now: --as effective';
const UNREADABLE = 'this version of Meridian cannot read why';

function entryWords(explanation: JsonValue): string {
  const parsed = EntryExplanationSchema.safeParse(explanation);
  if (!parsed.success) return UNREADABLE;
  const sentence = explanationSentence(parsed.data, 'en');
  return parsed.data.kind === 'adjustment' ? `${sentence} Reason: ${parsed.data.reason}` : sentence;
}

function orderWords(explanation: JsonValue): string {
  const parsed = OrderExplanationSchema.safeParse(explanation);
  return parsed.success ? explanationSentence(parsed.data, 'en') : UNREADABLE;
}

function jsonOf({ shop, at, view }: Asked, past: MemberPast) {
  const { member, balance, pending, available, tier, lots, entries, orders } = past;
  const points = { balance: String(balance), available: String(available), pending: String(pending) };
  return {
    shop,
    ...member,
    at,
    as: view,
    points,
    tier,
    lots: lots.map((lot) => ({ ...lot, size: String(lot.size), remaining: String(lot.remaining) })),
    entries: entries.map((entry) => ({
      ...entry,
      points: String(entry.points),
      sentence: entryWords(entry.explanation),
    })),
    orders: orders.map((order) => ({
      ...order,
      target: String(order.target),
      carried: String(order.carried),
      sentence: orderWords(order.explanation),
    })),
  };
}

const signed = (points: bigint) => (points > 0n ? `+${points}` : String(points));
const section = (title: string, lines: string[]) => [
  '',
  `${title}:`,
  ...(lines.length > 0 ? lines.map((line) => `  ${line}`) : ['  none']),
];

function textOf({ shop, at, view }: Asked, past: MemberPast): string {
  const { member, balance, pending, available, tier, lots, entries, orders } = past;
  const customer = member.customerId === null ? 'forgotten customer' : `customer ${member.customerId}`;
  return [
    `Member ${member.memberId} of ${shop} (${customer}), enrolled ${member.enrolledAt}`,
    `At ${at}, ${view === 'recorded' ? 'as the ledger stood then' : 'by what had happened, as is known now'}:`,
    `  balance ${balance}: ${available} available, ${pending} pending`,
    `  ${tierWords(tier)}`,
    ...(view === 'recorded' && entries.length === 0 && orders.length > 0 ? [NOTHING_RECORDED] : []),
    ...section(
      'Lots',
      lots.map((lot) => lotLine(lot, at)),
    ),
    ...section('Tier changes recorded by then', tier.changes.map(changeLine)),
    ...section('Entries', entries.map(entryLine)),
    ...section('Orders processed by then (target as of now)', orders.map(orderLine)),
  ].join('\n');
}

function lotLine({ seq, size, remaining, availableAt, expiresAt, source }: Lot, at: string): string {
  const available =
    availableAt === null
      ? 'waits for the fulfilment'
      : `${availableAt > at ? 'from' : 'since'} ${availableAt}`;
  const expires = expiresAt === null ? '' : `, expires ${expiresAt}`;
  return `entry ${seq}: ${remaining} of ${size}, ${available}${expires} (${source.kind} ${source.id})`;
}

function entryLine({ seq, kind, points, effectiveAt, recordedAt, explanation }: PastEntry): string {
  return `${seq}. ${effectiveAt} (recorded ${recordedAt}) ${kind} ${signed(points)}: ${entryWords(explanation)}`;
}

function orderLine({ orderId, name, processedAt, target, carried, explanation }: PastOrder): string {
  return `${orderId}${name === null ? '' : ` ${name}`}, ${processedAt}: target ${target}, carried ${carried} then. ${orderWords(explanation)}`;
}

/** The level by the facts dated up to then; where Meridian did not know all of them yet, what the member saw. */
function tierWords({ level, since, recorded }: TierThen): string {
  if (level === null) return 'no tier';
  const held = `tier ${level} since ${since}`;
  return recorded === level ? held : `${held} (recorded then: ${recorded ?? 'none'})`;
}

function changeLine({ from, to, effectiveAt, recordedAt, reason, orderId }: TierChange): string {
  const why = orderId === null ? reason : `${reason} ${orderId}`;
  return `${effectiveAt} (recorded ${recordedAt}) ${from ?? 'none'} -> ${to ?? 'none'}: ${why}`;
}
