import {
  ClockIcon,
  EditIcon,
  GiftCardIcon,
  ImportIcon,
  MergeIcon,
  MinusCircleIcon,
  ReceiptRefundIcon,
  RewardIcon,
  StarIcon,
  TransferIcon,
  UndoIcon,
} from '@shopify/polaris-icons';
import type { EntryKind } from '../domain/ledger.ts';
import type { AdminMessage } from '../locales/admin.ts';

type KindLook = { icon: typeof RewardIcon; word: AdminMessage };

const looks: Record<EntryKind, KindLook> = {
  order: { icon: RewardIcon, word: 'kind.order.earned' },
  action: { icon: StarIcon, word: 'kind.action' },
  adjustment: { icon: EditIcon, word: 'kind.adjustment' },
  redemption: { icon: GiftCardIcon, word: 'kind.redemption' },
  redemption_reversal: { icon: UndoIcon, word: 'kind.redemption_reversal' },
  expiry: { icon: ClockIcon, word: 'kind.expiry' },
  expiry_reversal: { icon: UndoIcon, word: 'kind.expiry_reversal' },
  write_off: { icon: MinusCircleIcon, word: 'kind.write_off' },
  import: { icon: ImportIcon, word: 'kind.import' },
  transfer: { icon: TransferIcon, word: 'kind.transfer' },
  merge: { icon: MergeIcon, word: 'kind.merge' },
};

/** What an entry that takes points is, where its kind gives them as a rule. */
const taking: Partial<Record<EntryKind, KindLook>> = {
  order: { icon: ReceiptRefundIcon, word: 'kind.order.takenBack' },
  redemption_reversal: looks.redemption,
  expiry_reversal: looks.expiry,
};

/** The icon and the word of an entry, by its kind and its sign. */
export function entryLook(kind: EntryKind, points: bigint): KindLook {
  return (points < 0n ? taking[kind] : undefined) ?? looks[kind];
}
