/** What a shop can do for rewards, as Shopify told it last. */
import {
  capabilitiesOf,
  ShopTraitsSchema,
  type Capabilities,
  type ShopTraits,
} from '../domain/capabilities.ts';
import type { ShopId } from '../domain/ids.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import type { Db } from './transaction.ts';

/** Whether they are others than those before. The shop has a row. */
export async function writeTraits(db: Db, shop: ShopId, traits: ShopTraits): Promise<boolean> {
  const { rowCount } = await db.query(
    'UPDATE shop SET traits = $2 WHERE shop = $1 AND traits IS DISTINCT FROM $2::jsonb',
    [shop, JSON.stringify(traits)],
  );
  return rowCount === 1;
}

/** Whether others are stored; the shop has a row. */
export async function areOtherTraits(db: Db, shop: ShopId, traits: ShopTraits): Promise<boolean> {
  const { rowCount } = await db.query(
    'SELECT FROM shop WHERE shop = $1 AND traits IS DISTINCT FROM $2::jsonb',
    [shop, JSON.stringify(traits)],
  );
  return rowCount === 1;
}

/** Native codes alone where nothing is known, or where what was stored is not what this version reads. */
export async function readCapabilities(db: Db, shop: ShopId): Promise<Capabilities> {
  const { rows } = await db.query<{ traits: unknown }>('SELECT traits FROM shop WHERE shop = $1', [shop]);
  return storedCapabilities(rows[0]?.traits);
}

/** The same of the column's value. */
export function storedCapabilities(stored: unknown): Capabilities {
  const traits = ShopTraitsSchema.safeParse(stored);
  return capabilitiesOf(traits.success ? traits.data : null);
}

/** What decides over how a reward can be carried there; a shop that Shopify has not told of yet has no currency. */
export async function shopFacts(db: Db, shop: ShopId): Promise<ShopFacts> {
  const { rows } = await db.query<{ currency: string | null; traits: unknown }>(
    'SELECT currency, traits FROM shop WHERE shop = $1',
    [shop],
  );
  return { currency: rows[0]?.currency ?? '', capabilities: storedCapabilities(rows[0]?.traits) };
}
