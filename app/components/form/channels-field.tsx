import { useAdminText } from '../admin-text.tsx';
import { TagsField } from './tags-field.tsx';

/** As Shopify names the source of an order; apps and custom storefronts have numbers or names of their own. */
const CHANNELS = ['web', 'pos', 'shopify_draft_order'] as const;

export function ChannelsField({ label, help }: { label: string; help: string }) {
  const text = useAdminText();
  const suggestions = CHANNELS.map((value) => ({ value, label: text(`exclusions.channel.${value}`) }));
  return <TagsField name="channels" {...{ label, help, suggestions }} />;
}
