import { redemptionRate, type FlowSpan, type Period } from '../domain/points-flow.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { ChartCard } from './chart-card.tsx';
import { SpanChart, useSpanLabel, type Chart } from './span-chart.tsx';

const FLOWS = ['issued', 'takenBack', 'redeemed', 'expired'] as const;

type Props = { spans: FlowSpan[]; period: Period; rate: bigint | null };

/** What happened to points over time; `rate`: the redemption rate of the whole period. */
export function PointsChart({ spans, period, rate }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const label = useSpanLabel(period);
  const days = format.number(period);
  const charts = usePointsCharts({ spans, period, rate });
  const isEmpty = spans.every((span) => span.held === 0n && FLOWS.every((flow) => span[flow] === 0n));
  const rateOf = (span: FlowSpan) => {
    const own = redemptionRate(span);
    return own === null ? text('home.figure.noRate') : format.rate(own);
  };
  return (
    <ChartCard
      title={text('home.chart.title')}
      note={isEmpty ? text('home.chart.empty', { days }) : undefined}
      charts={isEmpty ? null : charts.map((chart) => <SpanChart key={chart.key} chart={chart} />)}
      heads={[
        text('home.chart.day', { period }),
        ...FLOWS.map((flow) => text(`home.figure.${flow}`)),
        text('home.figure.redemptionRate'),
        text('home.figure.held'),
      ]}
      rows={spans.toReversed().map((span) => ({
        key: span.first,
        name: label(span.first),
        cells: [...FLOWS.map((flow) => format.number(span[flow])), rateOf(span), format.number(span.held)],
      }))}
    />
  );
}

function usePointsCharts({ spans, period, rate }: Props): Chart[] {
  const text = useAdminText();
  const format = useAdminFormat();
  const label = useSpanLabel(period);
  const days = format.number(period);
  const bars = (valueOf: (span: FlowSpan) => bigint, words: (value: bigint) => string) =>
    spans.map((span) => {
      const value = valueOf(span);
      return { key: span.first, value, label: label(span.first), words: words(value) };
    });
  const flowChart = (flow: (typeof FLOWS)[number]): Chart => {
    const total = spans.reduce((sum, span) => sum + span[flow], 0n);
    const most = spans.reduce<FlowSpan | null>(
      (best, span) => (best && best[flow] >= span[flow] ? best : span),
      null,
    );
    const summary =
      !most || most[flow] <= 0n
        ? text('home.chart.none', { days })
        : text('home.chart.summary', {
            period,
            total: format.number(total),
            most: format.number(most[flow]),
            day: label(most.first),
          });
    const title = text('home.chart.per', { period, name: text(`home.figure.${flow}`) });
    return { key: flow, title, summary, bars: bars((span) => span[flow], format.points) };
  };
  return [
    ...FLOWS.map(flowChart),
    {
      key: 'rate',
      title: text('home.chart.per', { period, name: text('home.figure.redemptionRate') }),
      summary:
        rate === null
          ? text('home.chart.none', { days })
          : text('home.chart.sum', { total: format.rate(rate), days }),
      bars: bars((span) => redemptionRate(span) ?? 0n, format.rate),
    },
    {
      key: 'held',
      title: text('home.chart.end', { period, name: text('home.figure.held') }),
      summary: text('home.chart.fromTo', {
        first: format.number(spans[0]?.held ?? 0n),
        last: format.number(spans.at(-1)?.held ?? 0n),
      }),
      bars: bars((span) => span.held, format.points),
    },
  ];
}
