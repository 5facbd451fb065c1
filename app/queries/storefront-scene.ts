/** What every read of the storefront begins with: the shop, its programme as of now, and who is asking. Readers who come together are read together. */
import { isMemberAt, type Membership } from '../domain/enrolment.ts';
import { SHOWN_AHEAD } from '../domain/expiry-reminders.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { Lot } from '../domain/ledger.ts';
import { versionAt, type Program } from '../domain/program.ts';
import { levelInForce } from '../domain/tier-levels.ts';
import { gatherFor } from '../services/gather.ts';
import {
  storefrontMembers,
  storefrontShops,
  type StorefrontMember,
  type StorefrontShop,
  type UnreadableShop,
} from '../storage/storefront-rows.ts';
import type { Db } from '../storage/transaction.ts';

export type Reader = { customerId: string | null; market: string | null; locale: string };

export type SceneMember = Membership & {
  memberId: MemberId;
  balance: bigint;
  available: bigint;
  pending: bigint;
  tier: string | null;
  /** Only what is pending or shown to expire. */
  lots: Lot[];
};

export type Scene = {
  shop: Pick<StorefrontShop, 'shop' | 'currency' | 'timeZone' | 'capabilities'>;
  program: Program | null;
  member: SceneMember | null;
  now: string;
};

type Asked = { shop: ShopId; customerId: string | null; now: string };
type Read = { shop: StorefrontShop | UnreadableShop; member: StorefrontMember | null };

/** A statement for more has more to lose than to win. */
const READERS = 200;
/** Two: while one's rows become answers, the other is with the database. */
const IN_FLIGHT = 2;

const read = gatherFor((db: Db) => ({
  run: (asked: readonly Asked[]) => readAll(db, asked),
  most: READERS,
  inFlight: IN_FLIGHT,
}));

/** Of all shops together: the rows say whose they are. */
const EVERYBODY = '';

export async function sceneOf(db: Db, shop: ShopId, reader: Reader, at: Date): Promise<Scene> {
  const now = at.toISOString();
  const found = await read(db, EVERYBODY, { shop, customerId: reader.customerId, now });
  // Told to this shop's readers alone: whoever was read with them has their answer.
  if ('fault' in found.shop) throw found.shop.fault;
  const { versions } = found.shop;
  const known = found.member;
  // Who is only known from before an opt-in programme is asked to join; who has entries is shown them in any case.
  const isShown = known && (known.lastSeq > 0 || isMemberAt(versions, known, now));
  const member = isShown
    ? {
        ...known,
        available: known.balance - known.pending,
        tier: levelInForce(versions, now, known.tier),
      }
    : null;
  return { shop: found.shop, program: versionAt(versions, now)?.program ?? null, member, now };
}

async function readAll(db: Db, asked: readonly Asked[]): Promise<Read[]> {
  const signedIn = asked.flatMap(({ shop, customerId, now }) =>
    customerId === null ? [] : [{ shop, customerId, now }],
  );
  const [shops, members] = await Promise.all([
    storefrontShops(db, [...new Set(asked.map((one) => one.shop))]),
    signedIn.length > 0 ? storefrontMembers(db, signedIn, SHOWN_AHEAD + 1) : [],
  ]);
  let next = 0;
  return asked.map(({ shop, customerId }) => ({
    shop: shops.get(shop)!,
    member: customerId === null ? null : (members[next++] ?? null),
  }));
}
