import type { BadgeProps } from '@shopify/polaris';
import type { RedemptionStatus } from '../domain/redemption.ts';
import type { AdminMessage } from '../locales/admin.ts';

type Look = { word: AdminMessage; tone: BadgeProps['tone'] };

const looks: Record<RedemptionStatus, Look> = {
  reserved: { word: 'redemptions.status.reserved', tone: 'attention' },
  issued: { word: 'redemptions.status.issued', tone: 'info' },
  used: { word: 'redemptions.status.used', tone: 'success' },
  failed: { word: 'redemptions.status.failed', tone: undefined },
  expired: { word: 'redemptions.status.expired', tone: undefined },
  cancelled: { word: 'redemptions.status.cancelled', tone: undefined },
  needs_review: { word: 'redemptions.status.needs_review', tone: 'critical' },
};

/** The word and the colour of a status; what is ending says so until Shopify has let it end. */
export function redemptionLook(status: RedemptionStatus, ending: 'cancelled' | 'expired' | null): Look {
  return ending === null ? looks[status] : { word: 'redemptions.status.ending', tone: 'attention' };
}
