import type { AppDiscount, Capabilities, Metafield } from './app-data-types.ts';
import type { ProductChange } from './catalogue-types.ts';
import type { Delivery, Faults } from './delivery-types.ts';
import type { GiftCard, StoreCreditAccount, StoreCreditTransaction } from './money-account-types.ts';
import { openJournal } from './journal.ts';
import type { JournalRecord } from './journal.ts';
import type { Customer, Order } from './order-types.ts';
import type { AccessToken } from '../oauth/token-types.ts';
import type { ThemeChoices } from './theme-choices.ts';

export type Installation = { installedAt: number; scopes: string[] };

type Rows = {
  customer: Customer;
  order: Order;
  delivery: Delivery;
  /** A delivery's raw body; the deliveries of one event share it. */
  body: string;
  token: AccessToken;
  discount: AppDiscount;
  metafield: Metafield;
  storeCreditAccount: StoreCreditAccount;
  storeCreditTransaction: StoreCreditTransaction;
  giftCard: GiftCard;
  productChange: ProductChange;
  /** What there is one of: counters, faults, the installation, what the shop can do, the theme editor's choices, how far a seed came. */
  single: number | Faults | Installation | Capabilities | ThemeChoices | string;
};

type TableName = keyof Rows;

/** Where ids of a kind begin: as long as the platform's, so that nothing learns to rely on small ones. */
const idBases: Record<string, number> = {
  Customer: 7_310_200_000_000,
  Order: 5_921_400_000_000,
  LineItem: 14_880_300_000_000,
  ShippingLine: 4_960_100_000_000,
  OrderTransaction: 7_140_500_000_000,
  Refund: 9_020_600_000_000,
  RefundLineItem: 6_470_800_000_000,
  RefundShippingLine: 5_402_700_000_000,
  OrderAdjustment: 3_390_900_000_000,
  Fulfillment: 5_250_100_000_000,
  OrderEdit: 1_130_400_000_000,
  DiscountCodeNode: 1_250_600_000_000,
  DiscountAutomaticNode: 1_250_600_000_003,
  DiscountRedeemCode: 16_380_200_000_000,
  Metafield: 31_940_700_000_000,
  StoreCreditAccount: 1_870_300_000_000,
  StoreCreditAccountTransaction: 2_410_900_000_000,
  GiftCard: 562_430_000_000,
};

/** The dev store's state: rows in memory, every change journalled in the data folder. */
export type Tables = {
  all<Name extends TableName>(table: Name): IterableIterator<Rows[Name]>;
  size(table: TableName): number;
  get<Name extends TableName>(table: Name, key: number | string): Rows[Name] | undefined;
  put<Name extends TableName>(table: Name, key: number | string, value: Rows[Name]): void;
  remove(table: TableName, key: number | string): void;
  /** Runs changes and journals them in one write. */
  atomically<Result>(change: () => Result): Result;
  newId(kind: string): number;
  /** Counts on from `first`. */
  nextNumber(counter: string, first: number): number;
  close(): void;
};

function emptyRows(): Record<TableName, Map<string, Rows[TableName]>> {
  return {
    customer: new Map(),
    order: new Map(),
    delivery: new Map(),
    body: new Map(),
    token: new Map(),
    discount: new Map(),
    metafield: new Map(),
    storeCreditAccount: new Map(),
    storeCreditTransaction: new Map(),
    giftCard: new Map(),
    productChange: new Map(),
    single: new Map(),
  };
}

/** Opens the state kept in a folder; an empty folder gives an empty state. */
export function openTables(folder: string): Tables {
  const rows = emptyRows();
  const journal = openJournal(folder, ({ table, key, value }) => {
    if (table in rows) rows[table as TableName].set(key, value as Rows[TableName]);
  });
  let pending: JournalRecord[] = [];
  let depth = 0;
  const record = (table: TableName, key: number | string, value: unknown) => {
    pending.push({ table, key: String(key), value });
    if (depth === 0) flush();
  };
  const flush = () => {
    const batch = pending;
    pending = [];
    if (batch.length > 0) journal.append(batch);
  };
  const tables: Tables = {
    all: (table) => rows[table].values() as IterableIterator<Rows[typeof table]>,
    size: (table) => rows[table].size,
    get: (table, key) => rows[table].get(String(key)) as Rows[typeof table] | undefined,
    put(table, key, value) {
      rows[table].set(String(key), value);
      record(table, key, value);
    },
    remove(table, key) {
      rows[table].delete(String(key));
      record(table, key, null);
    },
    atomically(change) {
      depth += 1;
      try {
        return change();
      } finally {
        depth -= 1;
        if (depth === 0) flush();
      }
    },
    newId(kind) {
      const base = idBases[kind];
      if (base === undefined) throw new Error(`No ids of the kind ${kind}`);
      return base + tables.nextNumber('id', 1) * 7;
    },
    nextNumber(counter, first) {
      const last = tables.get('single', `counter ${counter}`);
      const next = typeof last === 'number' ? last + 1 : first;
      tables.put('single', `counter ${counter}`, next);
      return next;
    },
    close: () => journal.close(),
  };
  return tables;
}
