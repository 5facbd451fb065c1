/** The rows that the storefront's reads begin with, of many readers at a time: two statements, whoever they are. */
import type { Capabilities } from '../domain/capabilities.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import { pendingPoints, type Lot } from '../domain/ledger.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { shopTimeZone } from '../domain/time-zone.ts';
import { lotOf, type LotRow } from './members.ts';
import { withDocumentsOf, type VersionRow } from './programs.ts';
import { storedCapabilities } from './shop-traits.ts';
import type { ShopRow } from './shops.ts';
import { answering, type Db } from './transaction.ts';

export type StorefrontShop = Pick<ShopRow, 'shop' | 'currency' | 'timeZone'> & {
  versions: PublishedProgram[];
  capabilities: Capabilities;
};

/** Why a shop's rows cannot be used: a stored version that this code does not read. Nobody else's reading fails for it. */
export type UnreadableShop = { shop: ShopId; fault: Error };

/** The shops with their published versions. One that we never heard of has neither. Versions that are not known yet are read together. */
export async function storefrontShops(
  db: Db,
  shops: readonly ShopId[],
): Promise<Map<ShopId, StorefrontShop | UnreadableShop>> {
  type Row = { shop: ShopId; currency: string | null; time_zone: string | null; traits: unknown };
  const { rows } = await db.query<Row & (VersionRow | { number: null; published_at: null })>(
    answering({
      text: `SELECT asked.shop, currency, time_zone, traits, number, published_at FROM unnest($1::text[]) AS asked(shop)
       LEFT JOIN shop ON shop.shop = asked.shop LEFT JOIN program_version AS version ON version.shop = asked.shop ORDER BY number`,
      values: [shops],
    }),
  );
  const published = rows.filter((row) => row.number !== null);
  const documents = await withDocumentsOf(db, published);
  const found = [...Map.groupBy(rows, (row) => row.shop)].map(([shop, [row]]) => {
    const versions = documents.get(shop) ?? [];
    const { currency, time_zone, traits } = row!;
    const capabilities = storedCapabilities(traits);
    if (versions instanceof Error) return { shop, fault: versions };
    return { shop, currency, timeZone: shopTimeZone(time_zone), versions, capabilities };
  });
  return new Map(found.map((one) => [one.shop, one]));
}

export type AskedMember = { shop: ShopId; customerId: string; now: string };
export type StorefrontMember = {
  memberId: MemberId;
  balance: bigint;
  lastSeq: number;
  enrolledAt: string;
  joinedAt: string | null;
  /** As it stands; whether it is in force is the programme's to say. */
  tier: string | null;
  pending: bigint;
  /** Only those that are pending or expire within the days that were asked for: who has ordered much has many others. */
  lots: Lot[];
};

type Row = {
  n: number;
  tier_level: string | null;
  member_id: string;
  balance: string;
  last_seq: number;
  enrolled_at: Date;
  joined_at: Date | null;
} & (LotRow | { seq: null });

/** null for who is no member; one who was merged into another is that other. In the order that was asked. */
export async function storefrontMembers(
  db: Db,
  asked: readonly AskedMember[],
  expiryDays: number,
): Promise<(StorefrontMember | null)[]> {
  const { rows } = await db.query<Row>(
    answering({
      text: `SELECT asked.n, m.member_id, balance, last_seq, enrolled_at, joined_at, tier_level,
            l.seq, l.size, l.remaining, l.available_at, l.expires_at, l.source_kind, l.source_id
     FROM unnest($1::int[], $2::text[], $3::bigint[], $4::timestamptz[]) AS asked(n, shop, customer_id, at)
     LEFT JOIN customer_alias a ON a.shop = asked.shop AND a.from_customer_id = asked.customer_id
     JOIN member m ON m.shop = asked.shop AND m.customer_id = coalesce(a.into_customer_id, asked.customer_id)
     LEFT JOIN lot l ON l.shop = m.shop AND l.member_id = m.member_id AND l.is_open
       AND (l.available_at IS NULL OR l.available_at > asked.at OR l.expires_at BETWEEN asked.at AND asked.at + $5 * interval '1 day')
     ORDER BY asked.n, l.seq`,
      values: [
        asked.map((_, index) => index),
        asked.map((one) => one.shop),
        asked.map((one) => one.customerId),
        asked.map((one) => one.now),
        expiryDays,
      ],
    }),
  );
  const found = Map.groupBy(rows, (row) => row.n);
  return asked.map(({ now }, index) => {
    const own = found.get(index);
    return own ? memberOf(own, now) : null;
  });
}

function memberOf(rows: readonly Row[], now: string): StorefrontMember {
  const row = rows[0]!;
  const lots = rows.flatMap((one) => (one.seq === null ? [] : [lotOf(one)]));
  return {
    memberId: memberId(row.member_id),
    balance: BigInt(row.balance),
    lastSeq: row.last_seq,
    enrolledAt: row.enrolled_at.toISOString(),
    joinedAt: row.joined_at?.toISOString() ?? null,
    tier: row.tier_level,
    pending: pendingPoints(lots, now),
    lots,
  };
}
