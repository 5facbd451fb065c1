import { BlockStack, Text } from '@shopify/polaris';
import type { Program } from '../domain/program.ts';
import type { Simulation } from '../domain/simulation.ts';
import { localizedText } from '../locales/reward-text.ts';
import { entryRewardSentences } from './entry-rewards.ts';
import { marketName } from './market-name.ts';
import { useWords, type Words } from './words.ts';
import { SidesTable } from './sides-table.tsx';
import { SimulationChart } from './simulation-chart.tsx';
import { simulationSentences } from './simulation-words.ts';

type Props = { simulation: Simulation; before: Program | null; draft: Program };

/** What a draft would have issued: the figures that decide, in sentences. */
export function SimulationSummary({ simulation, before, draft }: Props) {
  const words = useWords();
  if (simulation.total.after.orders === 0)
    return (
      <Text as="p" tone="subdued">
        {words.text('publishing.noOrders')}
      </Text>
    );
  return (
    <BlockStack gap="100">
      {[
        ...simulationSentences(simulation, words),
        ...entryRewardSentences(simulation.levels, before, draft, words),
      ].map((sentence) => (
        <Text as="p" key={sentence}>
          {sentence}
        </Text>
      ))}
    </BlockStack>
  );
}

/** The same by month, level, market and currency. */
export function SimulationTables({ simulation, before, draft }: Props) {
  const words = useWords();
  const { text, locale } = words;
  if (simulation.total.after.orders === 0) return null;
  const programs = [draft, ...(before ? [before] : [])];
  const levelName = (id: string | null) => {
    const level = programs.flatMap(({ tiers }) => tiers?.levels ?? []).find((one) => one.id === id);
    return level ? localizedText(level.name, locale) : (id ?? text('publishing.noLevel'));
  };
  const nameOf = (handle: string | null) => {
    const market = programs.flatMap(({ markets }) => markets).find((one) => one.handle === handle);
    return market ? marketName(market, locale) : (handle ?? text('home.markets.none'));
  };
  const { months, levels } = simulation;
  const markets = inOrder(simulation.markets, programs, ({ market }) => market);
  const tiers = inOrder(simulation.tiers, programs, ({ tier }) => tier);
  return (
    <BlockStack gap="400">
      <SimulationChart months={months} />
      <SidesTable
        title={text('home.markets.market')}
        rows={markets.map((row) => ({ key: row.market ?? '', name: nameOf(row.market), ...row }))}
      />
      <SidesTable
        title={text('publishing.level')}
        rows={tiers.map((row) => ({ key: row.tier ?? '', name: levelName(row.tier), ...row }))}
      />
      {levels.counts.length > 1 ? <LevelCounts levels={levels} levelName={levelName} words={words} /> : null}
      <CurrencyTable simulation={simulation} words={words} />
    </BlockStack>
  );
}

/** As the programmes list them; what they do not have, and what belongs to none, last. */
function inOrder<Row>(
  rows: readonly Row[],
  programs: readonly Program[],
  idOf: (row: Row) => string | null,
): Row[] {
  const ids = programs.flatMap(({ markets, tiers }) => [
    ...markets.map(({ handle }) => handle),
    ...(tiers?.levels ?? []).map(({ id }) => id),
  ]);
  const place = (row: Row) => {
    const id = idOf(row);
    const at = id === null ? -1 : ids.indexOf(id);
    return at < 0 ? ids.length : at;
  };
  return rows.toSorted((a, b) => place(a) - place(b));
}

type LevelProps = {
  levels: Simulation['levels'];
  levelName: (id: string | null) => string;
  words: Words;
};

function LevelCounts({ levels, levelName, words: { text, format } }: LevelProps) {
  const title = text('publishing.membersByLevel');
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={title}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col" className="end">
              {text('publishing.now')}
            </th>
            <th scope="col" className="end">
              {text('publishing.after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {levels.counts.map(({ level, before, after }) => (
            <tr key={level ?? ''}>
              <th scope="row">
                <bdi>{levelName(level)}</bdi>
              </th>
              <td className="end">{format.number(before)}</td>
              <td className="end">{format.number(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CurrencyTable({ simulation, words }: { simulation: Simulation; words: Words }) {
  const { text, format } = words;
  const title = text('publishing.currency');
  const share = (value: string | null) =>
    value === null ? text('publishing.noValue') : text('publishing.share', { share: format.decimal(value) });
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={title}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {(['amount', 'shareBefore', 'shareAfter'] as const).map((column) => (
              <th key={column} scope="col" className="end">
                {text(`publishing.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {simulation.currencies.map(({ currency, before, after }) => (
            <tr key={currency}>
              <th scope="row">{currency}</th>
              <td className="end">
                <bdi>{format.money(after.amount, currency)}</bdi>
              </td>
              <td className="end">{share(before.share)}</td>
              <td className="end">{share(after.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
