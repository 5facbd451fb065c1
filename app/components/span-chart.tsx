import type { Period } from '../domain/points-flow.ts';
import { useAdminFormat } from './admin-format.tsx';
import { TitledChart } from './chart-card.tsx';

const WIDTH = 600;
const HEIGHT = 140;
const GAP = 4;

/** `value` gives the height; `words` say it. */
export type Bar = { key: string; value: bigint; label: string; words: string };
/** `bars`: oldest first. None is drawn where none is above 0. */
export type Chart = { key: string; title: string; summary: string; bars: Bar[] };

/** A span by its first day, or by its month. */
export function useSpanLabel(period: Period): (first: string) => string {
  const format = useAdminFormat();
  return (first) => (period === 365 ? format.month(first) : format.day(first));
}

/** Bars over time, with what they say in a sentence. A table of the same stands beside it, for those who do not see them. */
export function SpanChart({ chart: { title, summary, bars } }: { chart: Chart }) {
  const most = bars.reduce((most, { value }) => (value > most ? value : most), 0n);
  return (
    <TitledChart title={title} note={summary}>
      {most > 0n ? <Bars label={`${title}: ${summary}`} bars={bars} most={most} /> : null}
    </TitledChart>
  );
}

function Bars({ bars, label, most }: { bars: Bar[]; label: string; most: bigint }) {
  const step = WIDTH / bars.length;
  return (
    <figure className="chart">
      {/* Time runs with the writing: admin.css mirrors the bars in right-to-left languages. */}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {bars.map(({ key, value, label: span, words }, index) => {
          // Pixels: thousandths are exact enough for a bar, whatever the size of the figures.
          const share = Number((value * 1000n) / most) / 1000;
          const height = value > 0n ? Math.max(2, share * (HEIGHT - 4)) : 0;
          return (
            <rect
              key={key}
              x={index * step + GAP / 2}
              width={step - GAP}
              y={HEIGHT - height}
              height={height}
              rx={2}
            >
              <title>{`${span}: ${words}`}</title>
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
