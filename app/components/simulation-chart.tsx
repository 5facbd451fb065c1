import type { Simulation } from '../domain/simulation.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { SidesTable } from './sides-table.tsx';

const WIDTH = 600;
const HEIGHT = 140;
const GAP = 4;
const SIDES = ['before', 'after'] as const;

/** Points by month, as issued beside as they would have been; the same in a table for those who do not see them. */
export function SimulationChart({ months }: Pick<Simulation, 'months'>) {
  const text = useAdminText();
  const format = useAdminFormat();
  const monthName = useMonthName();
  const most = months
    .flatMap((row) => SIDES.map((side) => BigInt(row[side].points)))
    .reduce((max, points) => (points > max ? points : max), 0n);
  const step = WIDTH / Math.max(1, months.length);
  const width = (step - GAP) / 2;
  return (
    <>
      <figure className="chart chart--sides">
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={text('publishing.chart.label')}
        >
          {months.flatMap((row, index) =>
            SIDES.map((side, place) => {
              const points = BigInt(row[side].points);
              // Pixels: thousandths are exact enough for a bar, whatever the size of the figures.
              const share = most > 0n ? Number((points * 1000n) / most) / 1000 : 0;
              const height = points > 0n ? Math.max(2, share * (HEIGHT - 4)) : 0;
              return (
                <rect
                  key={`${row.month} ${side}`}
                  className={`chart__${side}`}
                  x={index * step + GAP / 2 + place * width}
                  width={width - 1}
                  y={HEIGHT - height}
                  height={height}
                  rx={2}
                >
                  <title>{`${monthName(row.month)}, ${text(`publishing.${side}`)}: ${format.points(points)}`}</title>
                </rect>
              );
            }),
          )}
          <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} vectorEffect="non-scaling-stroke" />
        </svg>
        <figcaption aria-hidden="true">
          <span>{months[0] ? monthName(months[0].month) : null}</span>
          <span className="chart__legend">
            <span className="chart__key chart__key--before" /> {text('publishing.before')}
            <span className="chart__key chart__key--after" /> {text('publishing.after')}
          </span>
          <span>{months.length > 1 ? monthName(months.at(-1)?.month ?? '') : null}</span>
        </figcaption>
      </figure>
      <details className="disclosure">
        <summary>{text('home.chart.table')}</summary>
        <SidesTable
          title={text('publishing.month')}
          rows={months.map((row) => ({ key: row.month, name: monthName(row.month), ...row }))}
        />
      </details>
    </>
  );
}

/** "2026-11" as people write it. */
function useMonthName(): (month: string) => string {
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  return (month) => format.format(new Date(`${month}-01T00:00:00Z`));
}
