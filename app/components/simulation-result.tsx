import { BlockStack, Text } from '@shopify/polaris';
import type { Program } from '../domain/program.ts';
import type { Simulation } from '../domain/simulation.ts';
import { localizedText } from '../locales/reward-text.ts';
import { entryRewardSentences } from './entry-rewards.ts';
import { marketName } from './market-name.ts';
import { useWords, type Words } from './words.ts';
import { SidesTable } from './sides-table.tsx';
import { SimulationChart } from './simulation-chart.tsx';

type Props = { simulation: Simulation; before: Program | null; draft: Program };

/** What a draft would have issued: the figures that decide in sentences, then by month, level, market and currency. */
export function SimulationResult({ simulation, before, draft }: Props) {
  const words = useWords();
  const { text, locale } = words;
  if (simulation.total.after.orders === 0)
    return (
      <Text as="p" tone="subdued">
        {text('publishing.noOrders')}
      </Text>
    );
  const programs = [draft, ...(before ? [before] : [])];
  const levelName = (id: string | null) => {
    const level = programs.flatMap(({ tiers }) => tiers?.levels ?? []).find((one) => one.id === id);
    return level ? localizedText(level.name, locale) : (id ?? text('publishing.noLevel'));
  };
  const nameOf = (handle: string | null) => {
    const market = programs.flatMap(({ markets }) => markets).find((one) => one.handle === handle);
    return market ? marketName(market, locale) : (handle ?? text('home.markets.none'));
  };
  const { months, tiers, markets, levels } = simulation;
  return (
    <BlockStack gap="400">
      <BlockStack gap="100">
        {[
          ...sentences(simulation, words),
          ...entryRewardSentences(simulation.levels, before, draft, words),
        ].map((sentence) => (
          <Text as="p" key={sentence}>
            {sentence}
          </Text>
        ))}
      </BlockStack>
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

function sentences(simulation: Simulation, words: Words): string[] {
  const { text, format } = words;
  const { total, levels, unknownTags } = simulation;
  // The same points in every currency: told in the shop's own where points have a value in it.
  const own = simulation.liability.find(({ currency }) => currency === words.currency);
  const liability = [own ?? simulation.liability[0]].filter((one) => one !== undefined);
  const difference = BigInt(total.after.points) - BigInt(total.before.points);
  const issued = {
    orders: total.after.orders,
    number: format.number(total.after.orders),
    before: format.number(BigInt(total.before.points)),
    after: format.points(BigInt(total.after.points)),
    difference: format.signed(difference),
  };
  return [
    text('publishing.issued', issued),
    ...liability.map(({ currency, before, published, after }) => {
      const money = (amount: string | null) =>
        amount === null ? text('publishing.noValue') : format.money(amount, currency);
      return text('publishing.liability', {
        before: money(before),
        published: money(published),
        after: money(after),
      });
    }),
    ...(levels.up + levels.down > 0
      ? [
          text('publishing.levels', {
            up: levels.up,
            upNumber: format.number(levels.up),
            down: levels.down,
            downNumber: format.number(levels.down),
          }),
        ]
      : []),
    ...(unknownTags > 0
      ? [text('publishing.unknownTags', { count: unknownTags, number: format.number(unknownTags) })]
      : []),
  ];
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
