/** What earns nothing: by what is bought, and by which order it is in. */
import { Card, BlockStack, InlineGrid, Link, Text } from '@shopify/polaris';
import type { Program } from '../domain/program.ts';
import { useAdminText } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { ResourceField, type ResourceNames } from './form/resource-field.tsx';
import { TagsField } from './form/tags-field.tsx';
import { exclusionSentences, Sentences } from './program-in-words.tsx';
import { useWords } from './words.ts';
import { ChannelsField } from './form/channels-field.tsx';

export function ExclusionFields({ names }: { names: ResourceNames }) {
  const text = useAdminText();
  return (
    <>
      <FieldCard title={text('exclusions.goods.title')} help={text('exclusions.goods.help')}>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
          <ResourceField name="productIds" label={text('exclusions.products')} kind="product" names={names} />
          <ResourceField
            name="collectionIds"
            label={text('exclusions.collections')}
            kind="collection"
            names={names}
          />
        </InlineGrid>
        <TagsField
          name="productTags"
          label={text('exclusions.productTags')}
          help={text('exclusions.productTags.help')}
        />
        <TagsField name="vendors" label={text('exclusions.vendors')} help={text('exclusions.vendors.help')} />
        <Text as="p" tone="subdued">
          {text('exclusions.giftCards')} <Link url="/app/program/earning">{text('earning.title')}</Link>
        </Text>
      </FieldCard>
      <FieldCard title={text('exclusions.orders.title')} help={text('exclusions.orders.help')}>
        <TagsField
          name="orderTags"
          label={text('exclusions.orderTags')}
          help={text('exclusions.orderTags.help')}
        />
        <ChannelsField label={text('exclusions.channels')} help={text('exclusions.channels.help')} />
      </FieldCard>
    </>
  );
}

/** What the form comes to, in the sentences in which publishing tells it. */
export function ExclusionsInWords({ now }: { now: Program | null }) {
  const { text, locale } = useWords();
  const sentences = now ? exclusionSentences(now, text, locale) : [];
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {text('exclusions.words.title')}
        </Text>
        {sentences.length > 0 ? (
          <Sentences sentences={sentences} />
        ) : (
          <Text as="p" tone="subdued">
            {text(now ? 'exclusions.words.none' : 'rewards.preview.faulty')}
          </Text>
        )}
        <Text as="p" tone="subdued">
          {text('exclusions.words.note')}
        </Text>
      </BlockStack>
    </Card>
  );
}
