/** What a shop can do for rewards, as Shopify told it last. */
import {
  capabilitiesOf,
  ShopTraitsSchema,
  type Capabilities,
  type ShopTraits,
} from '../domain/capabilities.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

/** The shop has a row. */
export async function writeTraits(db: Db, shop: ShopId, traits: ShopTraits): Promise<void> {
  await db.query('UPDATE shop SET traits = $2 WHERE shop = $1', [shop, JSON.stringify(traits)]);
}

/** Native codes alone where nothing is known, or where what was stored is not what this version reads. */
export async function readCapabilities(db: Db, shop: ShopId): Promise<Capabilities> {
  const { rows } = await db.query<{ traits: unknown }>('SELECT traits FROM shop WHERE shop = $1', [shop]);
  const traits = ShopTraitsSchema.safeParse(rows[0]?.traits);
  return capabilitiesOf(traits.success ? traits.data : null);
}
