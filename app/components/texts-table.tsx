import {
  BlockStack,
  Card,
  Checkbox,
  InlineStack,
  Pagination,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { memo, useEffect, useRef, useState } from 'react';
import { isAsked, missingTexts, type ProgramText } from '../domain/program-texts.ts';
import type { Program } from '../domain/program.ts';
import { textField } from '../domain/texts-form.ts';
import { readTag } from '../locales/reward-text.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { useShownText } from './form/kept-texts.tsx';
import { languageName } from './language-name.ts';
import { placeName } from './text-place-words.ts';
import { useWords } from './words.ts';

const ROWS = 20;

type Props = {
  program: Program;
  all: readonly ProgramText[];
  language: string;
  languages: readonly string[];
  /** The key of a text that somebody was sent to. */
  wanted: string | null;
};

/** The texts of one language, to be typed beside those of another. */
export function TextsTable(props: Props) {
  const { all, language, languages, wanted } = props;
  const text = useAdminText();
  const locale = useLocale();
  const [beside, setBeside] = useState(
    languages.find((one) => one !== language && hasTexts(all, one)) ?? language,
  );
  const list = useTextsList(props);
  const { shown, search, onlyMissing } = list;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {text('texts.in', { language: languageName(language, locale) })}
        </Text>
        <Filters list={list} languages={languages} beside={beside} onBeside={setBeside} />
        {shown.length === 0 ? (
          <Text as="p">{text(onlyMissing && search === '' ? 'texts.none.missing' : 'texts.none')}</Text>
        ) : (
          <ul className="texts">
            {shown.map((one) => (
              <TextRow
                key={one.key}
                name={textField(one.key, language)}
                label={list.name(one)}
                beside={beside === language ? '' : (one.texts[beside] ?? '')}
                besideLanguage={beside}
                instead={insteadOf(one, language)}
                multiline={one.place.kind === 'rewardDescription'}
                focused={one.key === wanted}
              />
            ))}
          </ul>
        )}
        <Pages list={list} />
      </BlockStack>
    </Card>
  );
}

type List = ReturnType<typeof useTextsList>;

/** Those that are looked for, a page of them. What is missing is what was so when the page was loaded: nothing goes away while it is typed. */
function useTextsList({ program, all, language, wanted }: Props) {
  const words = useWords();
  const { locale } = words;
  const [search, setSearch] = useState('');
  const [onlyMissing, setOnlyMissing] = useState(false);
  const name = (one: ProgramText) => placeName(one.place, program, words, language);
  const missing = new Set(missingTexts(all, language).map(({ key }) => key));
  const found = all.filter(
    (one) =>
      isAsked(one, language) &&
      (!onlyMissing || missing.has(one.key)) &&
      fits([name(one), ...Object.values(one.texts)], search, locale),
  );
  const wantedAt = Math.max(
    0,
    found.findIndex(({ key }) => key === wanted),
  );
  const [page, setPage] = useState(Math.floor(wantedAt / ROWS));
  const from = Math.min(page, Math.floor(Math.max(0, found.length - 1) / ROWS)) * ROWS;
  return {
    ...{ search, onlyMissing, name, from, missing: missing.size, total: found.length },
    shown: found.slice(from, from + ROWS),
    turn: (pages: number) => setPage(from / ROWS + pages),
    find: (wantedText: string) => {
      setSearch(wantedText);
      setPage(0);
    },
    filter: (only: boolean) => {
      setOnlyMissing(only);
      setPage(0);
    },
  };
}

type FilterProps = {
  list: List;
  languages: readonly string[];
  beside: string;
  onBeside: (language: string) => void;
};

function Filters({ list, languages, beside, onBeside }: FilterProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const { missing } = list;
  return (
    <InlineStack gap="300" blockAlign="end">
      <TextField
        label={text('texts.search')}
        value={list.search}
        onChange={list.find}
        autoComplete="off"
        clearButton
        onClearButtonClick={() => list.find('')}
      />
      <Select
        label={text('texts.beside')}
        options={languages.map((value) => ({ value, label: languageName(value, locale) }))}
        value={beside}
        onChange={onBeside}
      />
      <Checkbox
        label={text('texts.onlyMissing', { number: format.number(missing) })}
        checked={list.onlyMissing}
        onChange={list.filter}
      />
    </InlineStack>
  );
}

/** Nothing, where all of them are shown. */
function Pages({ list: { from, shown, total, turn } }: { list: List }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (total <= ROWS) return null;
  return (
    <InlineStack gap="300" blockAlign="center">
      <Pagination
        hasPrevious={from > 0}
        hasNext={from + ROWS < total}
        onPrevious={() => turn(-1)}
        onNext={() => turn(1)}
        accessibilityLabel={text('texts.pages')}
      />
      <Text as="p" tone="subdued">
        {text('texts.range', {
          from: format.number(from + 1),
          to: format.number(from + shown.length),
          total: format.number(total),
        })}
      </Text>
    </InlineStack>
  );
}

const hasTexts = (all: readonly ProgramText[], language: string) =>
  all.some(({ texts }) => texts[language] !== undefined);

function fits(texts: readonly string[], search: string, locale: string): boolean {
  const wanted = search.trim().toLocaleLowerCase(locale);
  return wanted === '' || texts.some((one) => one.toLocaleLowerCase(locale).includes(wanted));
}

/** What shoppers read as long as the language has no text of its own. */
function insteadOf({ texts }: ProgramText, language: string): string {
  const { [language]: _own, ...others } = texts;
  return others[readTag(others, language) ?? ''] ?? '';
}

type RowProps = {
  name: string;
  label: string;
  beside: string;
  besideLanguage: string;
  instead: string;
  multiline: boolean;
  focused: boolean;
};

/** Of one text; the others of the page have nothing to do with what is typed here. */
const TextRow = memo(function TextRow(props: RowProps) {
  const { name, label, beside, besideLanguage, instead, multiline, focused } = props;
  const text = useAdminText();
  const { id, value, change, blur, error } = useShownText(name);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) row.current?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, [focused]);
  const language = name.slice(name.lastIndexOf('.') + 1);
  return (
    <li className="texts__row" ref={row}>
      <div className="texts__beside">
        <Text as="p" tone="subdued" variant="bodySm">
          <bdi>{label}</bdi>
        </Text>
        <p lang={besideLanguage} dir="auto" className="texts__text">
          {beside}
        </p>
      </div>
      <div className="own-direction" lang={language}>
        <TextField
          {...{ id, value, error }}
          label={label}
          labelHidden
          onChange={change}
          onBlur={blur}
          autoComplete="off"
          multiline={multiline || value.includes('\n') ? 2 : undefined}
          helpText={value === '' && instead !== '' ? text('form.text.missing', { text: instead }) : undefined}
        />
      </div>
    </li>
  );
});
