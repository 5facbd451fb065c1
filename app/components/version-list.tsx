import { Badge, BlockStack, InlineStack, Link, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { inForceText, type VersionChanges } from './version-words.ts';

export type VersionLine = {
  number: number;
  publishedAt: string;
  until: string | null;
  isInForce: boolean;
  changes: VersionChanges | null;
};

/** One line a version, the newest first. */
export function VersionList({ versions }: { versions: readonly VersionLine[] }) {
  return (
    <ol className="rows">
      {versions.map((version) => (
        <li key={version.number} data-version={version.number}>
          <VersionRow {...version} />
        </li>
      ))}
    </ol>
  );
}

function VersionRow({ number, changes, isInForce, ...during }: VersionLine) {
  const text = useAdminText();
  const format = useAdminFormat();
  return (
    <BlockStack gap="050">
      <InlineStack gap="200" blockAlign="center">
        <Link url={`/app/program/versions/${number}`} removeUnderline>
          {text('versions.number', { number: format.number(number) })}
        </Link>
        {isInForce ? <Badge tone="success">{text('versions.inForce')}</Badge> : null}
      </InlineStack>
      <Text as="p">{inForceText(during, text, format)}</Text>
      <Text as="p" tone="subdued">
        <ChangesInShort changes={changes} />
      </Text>
    </BlockStack>
  );
}

function ChangesInShort({ changes }: { changes: VersionChanges | null }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const list = new Intl.ListFormat(useLocale(), { type: 'conjunction' });
  if (changes === null) return <>{text('versions.first')}</>;
  const { sentences, sections } = changes;
  if (sentences === 0) return <>{text('versions.unchanged')}</>;
  return (
    <>
      {text('versions.changed', {
        count: sentences,
        number: format.number(sentences),
        sections: list.format(sections.map((title) => text(title))),
      })}
    </>
  );
}
