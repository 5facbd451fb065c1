import { BlockStack, Text } from '@shopify/polaris';
import type { SectionChange } from './change-words.ts';
import { useAdminText } from './admin-text.tsx';

type Props = {
  changes: readonly SectionChange[];
  /** What stands over the sentences that hold on one side only; without `before` there is no such side. */
  before: string | null;
  after: string | null;
  /** What the first side says is gone; two versions that are compared only differ. */
  struck?: boolean;
};

/** What differs, section by section: side by side where there is room, one under the other on a phone. */
export function ChangeList({ changes, before, after, struck = true }: Props) {
  const text = useAdminText();
  if (changes.length === 0)
    return (
      <Text as="p" tone="subdued">
        {text('changes.none')}
      </Text>
    );
  return (
    <BlockStack gap="500">
      {changes.map(({ section, title, ended, begun, others }) => (
        <section key={section} aria-label={text(title)} data-section={section}>
          <BlockStack gap="200">
            <Text as="h3" variant="headingSm">
              {text(title)}
            </Text>
            {ended.length + begun.length > 0 ? (
              <div className={before === null ? undefined : 'sides'}>
                {before === null ? null : <Side title={before} told={ended} isGone={struck} />}
                <Side title={after} told={begun} />
              </div>
            ) : null}
            {others ? (
              <Text as="p" tone="subdued">
                {text(ended.length + begun.length > 0 ? 'changes.others' : 'changes.others.only')}
              </Text>
            ) : null}
          </BlockStack>
        </section>
      ))}
    </BlockStack>
  );
}

type SideProps = { title: string | null; told: SectionChange['begun']; isGone?: boolean };

function Side({ title, told, isGone = false }: SideProps) {
  const text = useAdminText();
  return (
    <div className="sides__side">
      {title === null ? null : (
        <Text as="h4" variant="bodySm" tone="subdued">
          {title}
        </Text>
      )}
      {told.length === 0 ? (
        <Text as="p" tone="subdued">
          {text('changes.nothing')}
        </Text>
      ) : (
        <ul className={isGone ? 'sides__list sides__list--gone' : 'sides__list'}>
          {told.map(({ key, sentence }) => (
            <li key={key}>{isGone ? <del>{sentence}</del> : <ins>{sentence}</ins>}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
