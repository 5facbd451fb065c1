/** How the widget looks in a market where it is not to look as the theme does: each part on its own, the rest stays the theme's. */
import { Banner, BlockStack, Box, Text } from '@shopify/polaris';
import { colourMeaning } from '../domain/colour-meaning.ts';
import { contrast, contrastText, SHAPE_CONTRAST, TEXT_CONTRAST } from '../domain/contrast.ts';
import { fieldKey } from '../domain/form-text.ts';
import { isColour, LAUNCHER_ICONS, LAUNCHER_SIDES, RADIUS_MAX, typedColour } from '../domain/market-look.ts';
import type { Market, Program } from '../domain/program.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { FormColour } from './form/colour-field.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FieldGroup } from './form/field-group.tsx';
import { FormNumber, FormSelect, useFieldText } from './form/fields.tsx';
import { marketName } from './market-name.ts';

export function LookFields({ program }: { program: Program }) {
  const text = useAdminText();
  if (program.markets.length === 0)
    return (
      <Banner
        title={text('look.noMarkets.title')}
        action={{ content: text('markets.title'), url: '/app/program/markets' }}
      >
        <p>{text('look.noMarkets.body')}</p>
      </Banner>
    );
  return (
    <>
      <Box paddingInline={{ xs: '400', sm: '0' }}>
        <Text as="p" tone="subdued">
          {text('look.help')}
        </Text>
      </Box>
      {program.markets.map((market) => (
        <MarketLookFields key={market.handle} market={market} />
      ))}
    </>
  );
}

function MarketLookFields({ market }: { market: Market }) {
  const text = useAdminText();
  const locale = useLocale();
  const field = (part: string) => `looks.${fieldKey(market.handle)}.${part}`;
  const asTheme = { value: '', label: text('look.block') };
  const hint = useMeaning(market);
  const [accent, background] = [useFieldText(field('accent')), useFieldText(field('background'))];
  return (
    <FieldCard title={marketName(market, locale)}>
      <FieldGroup label={text('look.colours')} columns={3}>
        <FormColour name={field('accent')} label={text('look.accent')} hint={hint(accent)} />
        <FormColour name={field('text')} label={text('look.text')} />
        <FormColour name={field('background')} label={text('look.background')} hint={hint(background)} />
      </FieldGroup>
      <Contrasts field={field} />
      <FieldGroup label={text('look.shape')} columns={3}>
        <FormNumber
          name={field('radius')}
          label={text('look.radius', { most: RADIUS_MAX })}
          suffix={text('look.radius.suffix')}
          placeholder={text('look.theme')}
        />
        <FormSelect
          name={field('side')}
          label={text('look.side')}
          options={[
            asTheme,
            ...LAUNCHER_SIDES.map((value) => ({ value, label: text(`look.side.${value}`) })),
          ]}
        />
        <FormSelect
          name={field('icon')}
          label={text('look.icon')}
          options={[
            asTheme,
            ...LAUNCHER_ICONS.map((value) => ({ value, label: text(`look.icon.${value}`) })),
          ]}
        />
      </FieldGroup>
    </FieldCard>
  );
}

/** What a colour is taken for in the market, where that may not be what is meant. */
function useMeaning(market: Market): (typed: string) => string | null {
  const text = useAdminText();
  const locale = useLocale();
  return (typed) => {
    const colour = typedColour(typed);
    const meaning = isColour(colour) ? colourMeaning(colour, market.countries) : null;
    return meaning && text(`look.meaning.${meaning}`, { market: marketName(market, locale) });
  };
}

/** The contrasts as they are, and what is asked of them: told while a colour is chosen, again before publishing. */
function Contrasts({ field }: { field: (part: string) => string }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const [accent, ink, paper] = [
    typedColour(useFieldText(field('accent'))),
    typedColour(useFieldText(field('text'))),
    typedColour(useFieldText(field('background'))),
  ];
  const told = (kind: 'text' | 'accent', one: string, least: number) => {
    if (!isColour(one) || !isColour(paper)) return [];
    const ratio = contrast(one, paper);
    const figures = { ratio: format.decimal(contrastText(ratio)), least: format.decimal(String(least)) };
    const isEnough = ratio >= least;
    return [{ kind, isEnough, words: text(`look.contrast.${kind}.${isEnough ? 'enough' : 'low'}`, figures) }];
  };
  const all = [...told('text', ink, TEXT_CONTRAST), ...told('accent', accent, SHAPE_CONTRAST)];
  return (
    <div aria-live="polite">
      <BlockStack gap="100">
        {all.map(({ kind, isEnough, words }) => (
          <Text key={kind} as="p" tone={isEnough ? 'subdued' : 'caution'}>
            {words}
          </Text>
        ))}
      </BlockStack>
    </div>
  );
}
