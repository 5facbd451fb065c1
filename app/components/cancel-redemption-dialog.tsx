import { Modal, TitleBar } from '@shopify/app-bridge-react';
import { Box, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

type Props = {
  /** What goes back to the member; null while nothing is asked. */
  points: bigint | null;
  consequence?: 'redemptions.cancel.consequence' | 'review.giveBack.consequence';
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before a code is taken from a member: it cannot be made valid again. */
export function CancelRedemptionDialog({
  points,
  consequence = 'redemptions.cancel.consequence',
  onConfirm,
  onClose,
}: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <Modal open={points !== null} onHide={onClose}>
      <Box padding="400">
        <Text as="p">{text(consequence, { points: format.points(points ?? 0n) })}</Text>
      </Box>
      <TitleBar title={text('redemptions.cancel.title')}>
        <button variant="primary" tone="critical" onClick={confirm}>
          {text('redemptions.cancel')}
        </button>
        <button onClick={onClose}>{text('redemptions.keep')}</button>
      </TitleBar>
    </Modal>
  );
}
