import { Modal, TitleBar } from '@shopify/app-bridge-react';
import { Box, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

type Props = {
  /** Of the adjustment, without what has expired of it; null while nothing is asked. */
  points: bigint | null;
  balance: bigint;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before the opposite of an adjustment is posted: an undoing cannot be undone. */
export function UndoAdjustmentDialog({ points, balance, onConfirm, onClose }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const after = balance - (points ?? 0n);
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <Modal open={points !== null} onHide={onClose}>
      <Box padding="400">
        <Text as="p">
          {text(after < 0n ? 'member.adjust.consequence.debt' : 'member.adjust.consequence', {
            before: format.points(balance),
            after: format.points(after),
          })}
        </Text>
      </Box>
      <TitleBar title={text('member.adjust.undo.title')}>
        <button variant="primary" onClick={confirm}>
          {text('action.undo')}
        </button>
        <button onClick={onClose}>{text('action.cancel')}</button>
      </TitleBar>
    </Modal>
  );
}
