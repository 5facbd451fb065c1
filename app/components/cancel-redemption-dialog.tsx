import { Modal, TitleBar } from '@shopify/app-bridge-react';
import { Box, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

const WORDS = {
  'redemptions.cancel': {
    title: 'redemptions.cancel.title',
    consequence: 'redemptions.cancel.consequence',
  },
  'review.end': { title: 'review.end.title', consequence: 'review.end.consequence' },
  'review.giveBack': { title: 'review.giveBack.title', consequence: 'review.giveBack.consequence' },
} as const;

type Props = {
  /** What goes back to the member; null while nothing is asked. */
  points: bigint | null;
  /** `giveBack`: what Shopify never settled; `end`: the same, given without points. */
  asking?: keyof typeof WORDS;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before a code is taken from a member: it cannot be made valid again. */
export function CancelRedemptionDialog({ points, asking = 'redemptions.cancel', onConfirm, onClose }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <Modal open={points !== null} onHide={onClose}>
      <Box padding="400">
        <Text as="p">{text(WORDS[asking].consequence, { points: format.points(points ?? 0n) })}</Text>
      </Box>
      <TitleBar title={text(WORDS[asking].title)}>
        <button variant="primary" tone="critical" onClick={confirm}>
          {text(asking)}
        </button>
        <button onClick={onClose}>{text('redemptions.keep')}</button>
      </TitleBar>
    </Modal>
  );
}
