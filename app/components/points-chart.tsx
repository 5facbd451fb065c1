import { BlockStack, Card, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

type Day = { day: string; issued: bigint };

const WIDTH = 600;
const HEIGHT = 140;
const GAP = 4;

/** Points issued per day as bars, with the same as a sentence and as a table for those who do not see them. */
export function PointsChart({ days }: { days: Day[] }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const total = days.reduce((sum, day) => sum + day.issued, 0n);
  const most = days.reduce<Day | null>((best, day) => (!best || day.issued > best.issued ? day : best), null);
  if (!most || total === 0n) {
    return (
      <ChartCard title={text('home.chart.title')}>
        <Text as="p" tone="subdued">
          {text('home.chart.empty')}
        </Text>
      </ChartCard>
    );
  }
  const summary = text('home.chart.summary', {
    total: format.number(total),
    most: format.number(most.issued),
    day: format.day(most.day),
  });
  return (
    <ChartCard title={text('home.chart.title')}>
      <Text as="p" tone="subdued">
        {summary}
      </Text>
      <Bars days={days} most={most.issued} label={summary} />
      <details className="disclosure">
        <summary>{text('home.chart.table')}</summary>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{text('home.chart.day')}</th>
              <th scope="col" className="end">
                {text('home.chart.points')}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.day}>
                <th scope="row">{format.day(day.day)}</th>
                <td className="end">{format.number(day.issued)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </ChartCard>
  );
}

function ChartCard({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        {children}
      </BlockStack>
    </Card>
  );
}

function Bars({ days, most, label }: { days: Day[]; most: bigint; label: string }) {
  const format = useAdminFormat();
  const step = WIDTH / days.length;
  const first = days[0];
  const last = days.at(-1);
  return (
    <figure className="chart">
      {/* Time runs with the writing: chart.css mirrors the bars in right-to-left languages. */}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {days.map(({ day, issued }, index) => {
          // Pixels: thousandths are exact enough for a bar, whatever the size of the figures.
          const share = Number((issued * 1000n) / most) / 1000;
          const height = issued > 0n ? Math.max(2, share * (HEIGHT - 4)) : 0;
          return (
            <rect
              key={day}
              x={index * step + GAP / 2}
              width={step - GAP}
              y={HEIGHT - height}
              height={height}
              rx={2}
            >
              <title>{`${format.day(day)}: ${format.points(issued)}`}</title>
            </rect>
          );
        })}
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption aria-hidden="true">
        <span>{first ? format.day(first.day) : null}</span>
        <span>{last ? format.day(last.day) : null}</span>
      </figcaption>
    </figure>
  );
}
