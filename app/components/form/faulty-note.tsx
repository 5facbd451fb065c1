import { Text } from '@shopify/polaris';
import { useAdminText } from '../admin-text.tsx';

/** Stands where what comes of a form would, while one of its fields has a fault. */
export function FaultyNote() {
  const text = useAdminText();
  return (
    <Text as="p" tone="subdued">
      {text('rewards.preview.faulty')}
    </Text>
  );
}
