import type { Period } from '../domain/points-flow.ts';
import type { MemberSpan } from '../queries/home-figures.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { ChartCard } from './chart-card.tsx';
import { SpanChart, useSpanLabel, type Chart } from './span-chart.tsx';

type Props = { spans: MemberSpan[]; period: Period; rate: bigint | null };

/** How many members there were, what was ordered and who came back; `rate`: the repeat purchase rate of the whole period. */
export function MembersChart({ spans, period, rate }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const label = useSpanLabel(period);
  const charts = useMembersCharts({ spans, period, rate });
  const isEmpty = spans.every(({ members, orders }) => members + orders === 0);
  const rateText = (own: bigint | null) => (own === null ? text('home.figure.noRate') : format.rate(own));
  return (
    <ChartCard
      title={text('home.members.chart')}
      note={isEmpty ? text('home.markets.empty') : undefined}
      charts={isEmpty ? null : charts.map((chart) => <SpanChart key={chart.key} chart={chart} />)}
      heads={[
        text('home.chart.day', { period }),
        text('home.figure.members'),
        text('home.figure.joined'),
        text('home.figure.orders'),
        text('home.figure.repeatRate'),
      ]}
      rows={spans.toReversed().map(({ first, members, joined, orders, repeatRate }) => ({
        key: first,
        name: label(first),
        cells: [...[members, joined, orders].map((count) => format.number(count)), rateText(repeatRate)],
      }))}
    />
  );
}

function useMembersCharts({ spans, period, rate }: Props): Chart[] {
  const text = useAdminText();
  const format = useAdminFormat();
  const label = useSpanLabel(period);
  const days = format.number(period);
  const bars = (valueOf: (span: MemberSpan) => bigint, words: (value: bigint) => string) =>
    spans.map((span) => {
      const value = valueOf(span);
      return { key: span.first, value, label: label(span.first), words: words(value) };
    });
  const orders = spans.reduce((sum, span) => sum + span.orders, 0);
  return [
    {
      key: 'members',
      title: text('home.chart.end', { period, name: text('home.figure.members') }),
      summary: text('home.chart.fromTo', {
        first: format.number(spans[0]?.members ?? 0),
        last: format.number(spans.at(-1)?.members ?? 0),
      }),
      bars: bars(({ members }) => BigInt(members), format.number),
    },
    {
      key: 'orders',
      title: text('home.chart.per', { period, name: text('home.figure.orders') }),
      summary: text('home.chart.sum', { total: format.number(orders), days }),
      bars: bars((span) => BigInt(span.orders), format.number),
    },
    {
      key: 'repeatRate',
      title: text('home.chart.per', { period, name: text('home.figure.repeatRate') }),
      summary:
        rate === null
          ? text('home.chart.none', { days })
          : text('home.chart.sum', { total: format.rate(rate), days }),
      bars: bars(({ repeatRate }) => repeatRate ?? 0n, format.rate),
    },
  ];
}
