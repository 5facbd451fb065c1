import { BlockStack, Card, Text } from '@shopify/polaris';
import type { FlowSpan, Period } from '../domain/points-flow.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

const WIDTH = 600;
const HEIGHT = 140;
const GAP = 4;

const SHOWN = ['issued', 'redeemed', 'expired'] as const;
const COLUMNS = ['issued', 'takenBack', 'redeemed', 'expired'] as const;
type Shown = (typeof SHOWN)[number];
type Props = { spans: FlowSpan[]; period: Period };

/** What happened to points over time as bars, with the same in a sentence, and as one table for those who do not see them. */
export function PointsChart({ spans, period }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const days = format.number(period);
  const isEmpty = spans.every((span) => COLUMNS.every((column) => span[column] === 0n));
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {text('home.chart.title')}
        </Text>
        {isEmpty ? (
          <Text as="p" tone="subdued">
            {text('home.chart.empty', { days })}
          </Text>
        ) : (
          <>
            <div className="charts">
              {SHOWN.map((shown) => (
                <Chart key={shown} shown={shown} spans={spans} period={period} />
              ))}
            </div>
            <details className="disclosure">
              <summary>{text('home.chart.table')}</summary>
              <SpanTable spans={spans} period={period} />
            </details>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

/** A span by its first day, or by its month. */
function useSpanLabel(period: Period): (span: FlowSpan) => string {
  const format = useAdminFormat();
  return ({ first }) => (period === 365 ? format.month(first) : format.day(first));
}

function Chart({ shown, spans, period }: Props & { shown: Shown }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const label = useSpanLabel(period);
  const total = spans.reduce((sum, span) => sum + span[shown], 0n);
  const most = spans.reduce((best, span) => (span[shown] > best[shown] ? span : best), spans[0]!);
  const isNone = most[shown] <= 0n;
  const summary = isNone
    ? text('home.chart.none', { days: format.number(period) })
    : text('home.chart.summary', {
        period,
        total: format.number(total),
        most: format.number(most[shown]),
        day: label(most),
      });
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {text(`home.chart.${shown}`, { period })}
      </Text>
      <Text as="p" tone="subdued">
        {summary}
      </Text>
      {isNone ? null : (
        <Bars
          label={summary}
          bars={spans.map((span) => ({ key: span.first, points: span[shown], label: label(span) }))}
        />
      )}
    </BlockStack>
  );
}

type Bar = { key: string; points: bigint; label: string };

function Bars({ bars, label }: { bars: Bar[]; label: string }) {
  const format = useAdminFormat();
  const step = WIDTH / bars.length;
  const most = bars.reduce((most, { points }) => (points > most ? points : most), 1n);
  return (
    <figure className="chart">
      {/* Time runs with the writing: admin.css mirrors the bars in right-to-left languages. */}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {bars.map(({ key, points, label: day }, index) => {
          // Pixels: thousandths are exact enough for a bar, whatever the size of the figures.
          const share = Number((points * 1000n) / most) / 1000;
          const height = points > 0n ? Math.max(2, share * (HEIGHT - 4)) : 0;
          return (
            <rect
              key={key}
              x={index * step + GAP / 2}
              width={step - GAP}
              y={HEIGHT - height}
              height={height}
              rx={2}
            >
              <title>{`${day}: ${format.points(points)}`}</title>
            </rect>
          );
        })}
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption aria-hidden="true">
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </figcaption>
    </figure>
  );
}

function SpanTable({ spans, period }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const label = useSpanLabel(period);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={text('home.chart.title')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{text('home.chart.day', { period })}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="end">
                {text(`home.figure.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {spans.toReversed().map((span) => (
            <tr key={span.first}>
              <th scope="row">{label(span)}</th>
              {COLUMNS.map((column) => (
                <td key={column} className="end">
                  {format.number(span[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
