import { Modal, TitleBar } from '@shopify/app-bridge-react';
import { Box, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

type Props = { open: boolean; members: number; onPublish: () => void; onClose: () => void };

/** Asks before publishing, and says for how many: a version cannot be taken back, only followed by another. */
export function PublishDialog({ open, members, onPublish, onClose }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const publish = () => {
    onClose();
    onPublish();
  };
  return (
    <Modal open={open} onHide={onClose}>
      <Box padding="400">
        <Text as="p">
          {text('program.publish.consequence', { count: members, number: format.number(members) })}
        </Text>
      </Box>
      <TitleBar title={text('program.publish.title')}>
        <button variant="primary" onClick={publish}>
          {text('program.publish')}
        </button>
        <button onClick={onClose}>{text('action.cancel')}</button>
      </TitleBar>
    </Modal>
  );
}
