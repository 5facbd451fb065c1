/** The widget itself, as shoppers of any market, language and level would find it with the form as it stands. */
import { BlockStack, Card, InlineGrid, Select, Text } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import type { Program } from '../domain/program.ts';
import {
  GUEST,
  MEMBER,
  PREVIEW_SURFACES,
  WIDGET_LANGUAGES,
  type PreviewChoice,
} from '../domain/widget-preview.ts';
import { closestTag } from '../locales/language.ts';
import { localizedText } from '../locales/reward-text.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { answered } from './answered.ts';
import { marketName } from './market-name.ts';

/** Milliseconds after the last key: nobody reads a preview while typing. */
const PAUSE = 350;

/** Kept from section to section, so that one market is looked at through all of them. Only ever set in a browser. */
let chosenLast: Partial<PreviewChoice> = {};

type Props = {
  /** As the form stands; null while it has a fault: the last one without is shown. */
  program: Program | null;
  /** What is shown as long as nobody has chosen: here, or in another section before. */
  first?: Partial<PreviewChoice> | undefined;
  /** Which programme it is, where there are several to look at. */
  title?: string;
};

export function WidgetPreview({ program, first, title }: Props) {
  const text = useAdminText();
  const [chosen, setChosen] = useState(chosenLast);
  const last = useRef(program);
  if (program) last.current = program;
  const shown = last.current;
  const choice = choiceOf(shown, { ...first, ...chosen });
  const { html, reached } = useRendered(shown, choice);
  const choose = (change: Partial<PreviewChoice>) => setChosen((chosenLast = { ...chosen, ...change }));
  if (!shown) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {title === undefined ? text('preview.title') : text('preview.title.of', { title })}
        </Text>
        <Choices program={shown} choice={choice} choose={choose} />
        <div aria-live="polite">
          {reached ? null : <Text as="p">{text('preview.unreached')}</Text>}
          {program ? null : <Text as="p">{text('preview.faulty')}</Text>}
        </div>
        {/* Nothing runs in it and nothing leads out of it: what merchants type is shown there. Its links ask for windows, which it may not open. */}
        <iframe className="widget-preview" title={text('preview.frame')} sandbox="" srcDoc={html ?? ''} />
        <Text as="p" tone="subdued" variant="bodySm">
          {text('preview.sample')}
        </Text>
      </BlockStack>
    </Card>
  );
}

function choiceOf(program: Program | null, chosen: Partial<PreviewChoice>): PreviewChoice {
  const markets = program?.markets ?? [];
  const market = markets.find(({ handle }) => handle === chosen.market) ?? markets[0];
  const shoppers = shoppersOf(program);
  const shopper = shoppers.find((one) => one === chosen.shopper) ?? shoppers[1] ?? GUEST;
  // As the server reads it, so that the field says which language the picture is in.
  const read = closestTag(chosen.language || market?.locale.split('-u-')[0] || '', WIDGET_LANGUAGES) ?? 'en';
  return { surface: chosen.surface ?? 'panel', market: market?.handle ?? '', language: read, shopper };
}

const shoppersOf = (program: Program | null): string[] => [
  GUEST,
  ...(program?.tiers ? program.tiers.levels.map(({ id }) => id) : [MEMBER]),
];

type ChoicesProps = {
  program: Program;
  choice: PreviewChoice;
  choose: (change: Partial<PreviewChoice>) => void;
};

function Choices({ program, choice, choose }: ChoicesProps) {
  const text = useAdminText();
  const locale = useLocale();
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const levels = program.tiers?.levels ?? [];
  const nameOf = (shopper: string) => {
    if (shopper === GUEST) return text('preview.guest');
    const level = levels.find(({ id }) => id === shopper);
    return level ? localizedText(level.name, locale) : text('preview.member');
  };
  return (
    <InlineGrid columns={2} gap="200">
      <Select
        label={text('preview.market')}
        options={program.markets.map((one) => ({ value: one.handle, label: marketName(one, locale) }))}
        value={choice.market}
        disabled={program.markets.length === 0}
        // Its own language comes with a market; another may be chosen then.
        onChange={(market) => choose({ market, language: '' })}
      />
      <Select
        label={text('preview.language')}
        options={WIDGET_LANGUAGES.map((value) => ({ value, label: languages.of(value) ?? value }))}
        value={choice.language}
        onChange={(language) => choose({ language })}
      />
      <Select
        label={text('preview.shopper')}
        options={shoppersOf(program).map((value) => ({ value, label: nameOf(value) }))}
        value={choice.shopper}
        onChange={(shopper) => choose({ shopper })}
      />
      <Select
        label={text('preview.surface')}
        options={PREVIEW_SURFACES.map((value) => ({ value, label: text(`preview.surface.${value}`) }))}
        value={choice.surface}
        onChange={(value) => choose({ surface: PREVIEW_SURFACES.find((one) => one === value) ?? 'panel' })}
      />
    </InlineGrid>
  );
}

/** What the server made of it last; the picture of before stays until then. */
function useRendered(
  program: Program | null,
  choice: PreviewChoice,
): { html: string | null; reached: boolean } {
  const [rendered, setRendered] = useState<{ html: string | null; reached: boolean }>({
    html: null,
    reached: true,
  });
  const body = program ? JSON.stringify({ program, choice }) : null;
  const isFirst = useRef(true);
  useEffect(() => {
    if (body === null) return;
    const stopped = new AbortController();
    const ask = async () => {
      const heard = await answered<{ html: string }>('/app/program/preview', stopped.signal, body);
      if (stopped.signal.aborted) return;
      setRendered((before) => ({ html: heard?.html ?? before.html, reached: heard !== null }));
    };
    const timer = setTimeout(() => void ask(), isFirst.current ? 0 : PAUSE);
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [body]);
  return rendered;
}
