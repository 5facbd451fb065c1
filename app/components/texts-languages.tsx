import { useAppBridge } from '@shopify/app-bridge-react';
import { Badge, Button, InlineStack, Select, Text } from '@shopify/polaris';
import { DeleteIcon } from '@shopify/polaris-icons';
import { useEffect, useRef } from 'react';
import { askedTexts, missingTexts, textTag, type ProgramText } from '../domain/program-texts.ts';
import { listedAgain } from '../domain/texts-form.ts';
import { explanationLanguages } from '../locales/explanation-messages.ts';
import { closestTag } from '../locales/language.ts';
import { readTag } from '../locales/reward-text.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { COMMON_LANGUAGES, languageName } from './language-name.ts';
import { useInBrowser } from './use-in-browser.ts';
import { undoToast } from './undo-toast.ts';

type Props = {
  language: string;
  languages: readonly string[];
  texts: readonly ProgramText[];
  /** Of the shop, as Shopify tells them. */
  suggested: readonly string[];
  /** Of markets: as long as one is sold in, its language is asked for. */
  fixed: readonly string[];
  onChoose: (language: string) => void;
  onList: (languages: string[]) => void;
};

/** The languages, how much of each is there, and which of them is edited. */
export function TextsLanguages({ language, languages, texts, suggested, fixed, onChoose, onList }: Props) {
  const text = useAdminText();
  const locale = useLocale();
  const shopify = useAppBridge();
  const markets = fixed.map((one) => textTag(one, languages));
  // A toast outlives the list that it was shown with.
  const listed = useRef(languages);
  useEffect(() => {
    listed.current = languages;
  }, [languages]);
  const take = (gone: string) => {
    const at = languages.indexOf(gone);
    onList(languages.filter((one) => one !== gone));
    shopify.toast.show(
      text('texts.language.removed', { language: languageName(gone, locale) }),
      undoToast(text, () => onList(listedAgain(listed.current, gone, at))),
    );
  };
  return (
    <FieldCard title={text('texts.languages')} help={text('texts.languages.help')}>
      <ul className="languages">
        {languages.map((one) => (
          <LanguageRow
            key={one}
            {...{ language: one, texts, onChoose }}
            isChosen={one === language}
            onTake={markets.includes(one) ? null : () => take(one)}
          />
        ))}
      </ul>
      <AddLanguage
        {...{ languages, suggested }}
        onAdd={(added) => {
          onList([...languages, added]);
          onChoose(added);
        }}
      />
      {closestTag(language, explanationLanguages) === undefined ? (
        <Text as="p" tone="subdued">
          {text('texts.language.ownWords', { language: languageName(language, locale) })}
        </Text>
      ) : null}
    </FieldCard>
  );
}

type RowProps = Pick<Props, 'language' | 'texts' | 'onChoose'> & {
  isChosen: boolean;
  /** null: it cannot be. */
  onTake: (() => void) | null;
};

function LanguageRow({ language, texts, isChosen, onChoose, onTake }: RowProps) {
  const text = useAdminText();
  const name = languageName(language, useLocale());
  return (
    <li className={isChosen ? 'languages__one languages__one--chosen' : 'languages__one'}>
      <div>
        <Button variant="monochromePlain" pressed={isChosen} onClick={() => onChoose(language)}>
          {name}
        </Button>
        <Completeness language={language} texts={texts} />
      </div>
      {onTake ? (
        <Button
          variant="tertiary"
          icon={DeleteIcon}
          onClick={onTake}
          accessibilityLabel={text('texts.language.remove', { language: name })}
        />
      ) : null}
    </li>
  );
}

/** "12 of 40 missing", and what is read instead. */
function Completeness({ language, texts }: { language: string; texts: readonly ProgramText[] }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const missing = missingTexts(texts, language);
  if (missing.length === 0) return <Badge tone="success">{text('texts.language.complete')}</Badge>;
  const instead = new Set(missing.flatMap((one) => readTag(one.texts, language) ?? []));
  const names = [...instead].map((one) => languageName(one, locale));
  return (
    <InlineStack gap="200" blockAlign="center">
      <Badge tone="attention">
        {text('texts.language.missing', {
          missing: format.number(missing.length),
          total: format.number(askedTexts(texts, language)),
        })}
      </Badge>
      {names.length > 0 ? (
        <Text as="span" tone="subdued" variant="bodySm">
          {text('texts.language.instead', {
            languages: new Intl.ListFormat(locale, { type: 'disjunction' }).format(names),
          })}
        </Text>
      ) : null}
    </InlineStack>
  );
}

function AddLanguage({
  languages,
  suggested,
  onAdd,
}: Pick<Props, 'languages' | 'suggested'> & { onAdd: (language: string) => void }) {
  const text = useAdminText();
  const locale = useLocale();
  const inBrowser = useInBrowser();
  const isNew = (one: string) => !languages.includes(one);
  const own = [...new Set(suggested.map((one) => textTag(one, languages)))].filter(isNew);
  const option = (value: string) => ({ value, label: languageName(value, locale) });
  const others = COMMON_LANGUAGES.filter((one) => isNew(one) && !own.includes(one))
    .map(option)
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
  return (
    <div className="narrow-field">
      <Select
        label={text('texts.language.add')}
        placeholder={text('texts.language.add.choose')}
        options={
          !inBrowser
            ? []
            : [
                ...(own.length > 0
                  ? [{ title: text('texts.language.add.shop'), options: own.map(option) }]
                  : []),
                { title: text('texts.language.add.others'), options: others },
              ]
        }
        value=""
        onChange={onAdd}
      />
    </div>
  );
}
