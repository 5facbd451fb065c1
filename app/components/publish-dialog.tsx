import { Modal, TitleBar } from '@shopify/app-bridge-react';
import { Box, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useAdminText } from './admin-text.tsx';

type Props = {
  open: boolean;
  title: string;
  /** What publishing does, said before the button. */
  consequence: ReactNode;
  action: string;
  onPublish: () => void;
  onClose: () => void;
};

/** Asks before publishing: a version cannot be taken back, only followed by another. */
export function PublishDialog({ open, title, consequence, action, onPublish, onClose }: Props) {
  const text = useAdminText();
  const publish = () => {
    onClose();
    onPublish();
  };
  return (
    <Modal open={open} onHide={onClose}>
      <Box padding="400">
        <Text as="p">{consequence}</Text>
      </Box>
      <TitleBar title={title}>
        <button variant="primary" onClick={publish}>
          {action}
        </button>
        <button onClick={onClose}>{text('action.cancel')}</button>
      </TitleBar>
    </Modal>
  );
}
