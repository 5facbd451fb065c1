import { Badge, BlockStack, Box, Button, ButtonGroup, Card, InlineStack, List, Text } from '@shopify/polaris';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Program } from '../domain/program.ts';
import type { CurrencyFigure } from '../domain/simulation.ts';
import type { StartingKind } from '../domain/starting-programs.ts';
import type { Suggestion } from '../services/suggest-programs.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';

type Props = {
  suggestions: Suggestion[];
  days: number;
  /** The kind that is being made the draft. */
  choosing: StartingKind | null;
  onChoose: (kind: StartingKind) => void;
  /** One of them may be it, as long as nobody has changed it. */
  draft: Program;
  /** Whose preview stands beside. */
  previewed: StartingKind | null;
  onPreview: (kind: StartingKind) => void;
};

/** The starting programmes, each with what it would have given for the shop's own orders. */
export function StartingCards({ suggestions, days, choosing, onChoose, draft, previewed, onPreview }: Props) {
  const text = useAdminText();
  const written = canonicalJson(draft);
  return (
    <BlockStack gap="300">
      {suggestions.map((suggestion) => (
        <Card key={suggestion.kind}>
          <BlockStack gap="300">
            <BlockStack gap="100">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h3" variant="headingSm">
                  {text(`setup.kind.${suggestion.kind}`)}
                </Text>
                {canonicalJson(suggestion.program) === written ? (
                  <Badge tone="success">{text('setup.choose.chosen')}</Badge>
                ) : null}
              </InlineStack>
              <Text as="p">{text(`setup.kind.${suggestion.kind}.body`)}</Text>
            </BlockStack>
            <MissingRates suggestion={suggestion} />
            <Box>
              <Text as="h4" variant="bodySm" tone="subdued">
                {text('setup.cost.title', { days })}
              </Text>
              <Cost cost={suggestion.cost} />
            </Box>
            <ButtonGroup>
              <Button
                onClick={() => onChoose(suggestion.kind)}
                loading={choosing === suggestion.kind}
                disabled={choosing !== null}
                accessibilityLabel={`${text('setup.choose.action')}: ${text(`setup.kind.${suggestion.kind}`)}`}
              >
                {text('setup.choose.action')}
              </Button>
              <Button
                variant="tertiary"
                pressed={previewed === suggestion.kind}
                onClick={() => onPreview(suggestion.kind)}
                accessibilityLabel={`${text('preview.title')}: ${text(`setup.kind.${suggestion.kind}`)}`}
              >
                {text('preview.title')}
              </Button>
            </ButtonGroup>
          </BlockStack>
        </Card>
      ))}
    </BlockStack>
  );
}

function MissingRates({ suggestion: { program } }: { suggestion: Suggestion }) {
  const text = useAdminText();
  const locale = useLocale();
  const list = (names: string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
  const rated = new Set(program.earning.rates.map(({ currency }) => currency));
  const missing = [...new Set(program.markets.map(({ currency }) => currency))].filter(
    (one) => !rated.has(one),
  );
  if (missing.length === 0) return null;
  return <Badge tone="attention">{text('setup.rates.missing', { currencies: list(missing) })}</Badge>;
}

function Cost({ cost }: { cost: Suggestion['cost'] }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (cost === null || cost.status === 'failed' || cost.status === 'refused')
    return <Text as="p">{text('setup.cost.failed')}</Text>;
  if (cost.status !== 'done') return <Text as="p">{text('setup.cost.running')}</Text>;
  const { total, currencies } = cost.simulation;
  if (total.after.orders === 0) return <Text as="p">{text('setup.cost.none')}</Text>;
  return (
    <BlockStack gap="100">
      <Text as="p" fontWeight="semibold">
        {format.points(BigInt(total.after.points))}
      </Text>
      <List type="bullet">
        {currencies.map(({ currency, after }) => (
          <CurrencyCost key={currency} currency={currency} figure={after} />
        ))}
      </List>
    </BlockStack>
  );
}

function CurrencyCost({ currency, figure }: { currency: string; figure: CurrencyFigure }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (figure.worth === null || figure.share === null) return null;
  return (
    <List.Item>
      {text('setup.cost.worth', {
        worth: format.money(figure.worth, currency),
        share: format.share(figure.share),
        amount: format.money(figure.amount, currency),
      })}
    </List.Item>
  );
}
