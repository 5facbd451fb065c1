import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Button, InlineError, InlineStack, Tag, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useAdminText } from '../admin-text.tsx';
import { KeptValue, useFormField } from './fields.tsx';

type ResourceKind = 'product' | 'variant' | 'collection';
const GID = { product: 'Product', variant: 'ProductVariant', collection: 'Collection' } as const;

/** Names by Shopify's number; one that Shopify has not told is shown by its number. */
export type ResourceNames = Readonly<Record<string, string>>;

type Props = { name: string; label: string; kind: ResourceKind; names: ResourceNames };

/** Products or collections, chosen in Shopify's own dialog: their numbers, separated by spaces. */
export function ResourceField({ name, label, kind, names }: Props) {
  const text = useAdminText();
  const { value, initial, change, error } = useFormField(name);
  const ids = value.split(' ').filter(Boolean);
  const { pick, known } = usePicker(names);
  const choose = async () => {
    const chosen = await pick(kind, true, ids);
    if (chosen) change(chosen.join(' '));
  };
  return (
    <BlockStack gap="200">
      <KeptValue name={name} initial={initial} />
      <Text as="p">{label}</Text>
      {ids.length > 0 ? (
        <InlineStack gap="200">
          {ids.map((id) => (
            <Tag key={id} onRemove={() => change(ids.filter((one) => one !== id).join(' '))}>
              {known[id] ?? text(`form.resource.unnamed.${kind}`, { id })}
            </Tag>
          ))}
        </InlineStack>
      ) : null}
      <InlineStack>
        <Button onClick={() => void choose()}>{text(`form.resource.choose.${kind}`)}</Button>
      </InlineStack>
      {error ? <InlineError message={error} fieldID={name} /> : null}
    </BlockStack>
  );
}

/** One product or one variant: "product 123" or "variant 123". */
export function ProductField({ name, label, names }: Omit<Props, 'kind'>) {
  const text = useAdminText();
  const { value, initial, change, error } = useFormField(name);
  const [kind, id] = value.split(' ');
  const { pick, known } = usePicker(names);
  const choose = (wanted: 'product' | 'variant') => async () => {
    const [chosen] = (await pick(wanted, false, id && kind === wanted ? [id] : [])) ?? [];
    if (chosen) change(`${wanted} ${chosen}`);
  };
  return (
    <BlockStack gap="200">
      <KeptValue name={name} initial={initial} />
      <Text as="p" fontWeight="semibold">
        {id
          ? (known[id] ?? text(`form.resource.unnamed.${kind === 'variant' ? 'variant' : 'product'}`, { id }))
          : label}
      </Text>
      <InlineStack gap="200">
        <Button onClick={() => void choose('product')()}>{text('form.resource.choose.one')}</Button>
        <Button onClick={() => void choose('variant')()}>{text('form.resource.choose.variant')}</Button>
      </InlineStack>
      {error ? <InlineError message={error} fieldID={name} /> : null}
    </BlockStack>
  );
}

/** Shopify's dialog. It tells the names of what is chosen, which are shown from then on. */
function usePicker(names: ResourceNames) {
  const shopify = useAppBridge();
  const [picked, setPicked] = useState<ResourceNames>({});
  const pick = async (kind: ResourceKind, multiple: boolean, ids: string[]): Promise<string[] | null> => {
    const chosen = await shopify.resourcePicker({
      type: kind,
      multiple,
      action: 'select',
      selectionIds: ids.map((id) => ({ id: `gid://shopify/${GID[kind]}/${id}` })),
      // A discount on a product is on all its variants: those are not to be picked apart.
      ...(kind === 'product' && { filter: { variants: false } }),
    });
    if (!chosen) return null;
    const found = chosen.map((one) => [numberOf(one.id), titleOf(one)] as const);
    setPicked((before) => ({ ...before, ...Object.fromEntries(found) }));
    return found.map(([id]) => id);
  };
  return { pick, known: { ...names, ...picked } };
}

const numberOf = (gid: string): string => gid.slice(gid.lastIndexOf('/') + 1);

function titleOf(resource: object): string {
  const named = resource as { displayName?: string; title?: string };
  return named.displayName ?? named.title ?? '';
}
