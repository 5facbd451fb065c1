import { BlockStack, Button, InlineStack, Tag, Text, TextField } from '@shopify/polaris';
import { useState, type KeyboardEvent } from 'react';
import { joinedTexts, textList } from '../../domain/form-text.ts';
import { useAdminText } from '../admin-text.tsx';
import { KeptValue, useFormField, type Option } from './fields.tsx';

type Props = {
  name: string;
  label: string;
  help?: string;
  /** What most shops would name, to be taken with one click; a value that is chosen is shown by its label. */
  suggestions?: readonly Option[];
};

/** Free texts, one after the other: tags, vendors, channels. What is typed and not added yet is added when the field is left. */
export function TagsField({ name, label, help, suggestions = [] }: Props) {
  const text = useAdminText();
  const { id, value, initial, change, error } = useFormField(name);
  const [typed, setTyped] = useState('');
  const list = textList(value);
  const set = (next: readonly string[]) => change(joinedTexts(next));
  const add = () => {
    if (typed.trim() === '') return;
    set(textList(joinedTexts([...list, typed])));
    setTyped('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter would save the form. While a word is being composed (Japanese), it is not for us.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    add();
  };
  const labelOf = (one: string) => suggestions.find((known) => known.value === one)?.label ?? one;
  const open = suggestions.filter((one) => !list.includes(one.value));
  return (
    <BlockStack gap="200">
      <KeptValue name={name} initial={initial} />
      <div className="own-direction" onKeyDown={onKeyDown}>
        <TextField
          {...{ id, label, error }}
          helpText={help}
          value={typed}
          onChange={setTyped}
          onBlur={add}
          autoComplete="off"
          connectedRight={
            <Button onClick={add} accessibilityLabel={text('form.tags.add.name', { label })}>
              {text('form.tags.add')}
            </Button>
          }
        />
      </div>
      <Chosen list={list} labelOf={labelOf} onRemove={(one) => set(list.filter((other) => other !== one))} />
      <Suggestions options={open} onTake={(one) => set([...list, one])} />
    </BlockStack>
  );
}

type ChosenProps = {
  list: readonly string[];
  labelOf: (one: string) => string;
  onRemove: (one: string) => void;
};

function Chosen({ list, labelOf, onRemove }: ChosenProps) {
  if (list.length === 0) return null;
  return (
    <InlineStack gap="200">
      {list.map((one) => (
        <Tag key={one} accessibilityLabel={labelOf(one)} onRemove={() => onRemove(one)}>
          <bdi>{labelOf(one)}</bdi>
        </Tag>
      ))}
    </InlineStack>
  );
}

function Suggestions({ options, onTake }: { options: readonly Option[]; onTake: (value: string) => void }) {
  const text = useAdminText();
  if (options.length === 0) return null;
  return (
    <InlineStack gap="200" blockAlign="center">
      <Text as="span" tone="subdued">
        {text('form.tags.often')}
      </Text>
      {options.map((one) => (
        <Button key={one.value} variant="plain" onClick={() => onTake(one.value)}>
          {one.label}
        </Button>
      ))}
    </InlineStack>
  );
}
