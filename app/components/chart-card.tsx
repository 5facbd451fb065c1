import { BlockStack, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useAdminText } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';

/** A row of the table: what it is about, and its cells as they are shown. */
export type ChartRow = { key: string; name: string; cells: string[] };

type Props = {
  title: string;
  /** What the charts are about where that is not in their titles; in place of the charts where nothing is there yet. */
  note?: string | undefined;
  /** Null: there is nothing to draw. */
  charts: ReactNode;
  /** Of the names, then of the cells. */
  heads: string[];
  rows: ChartRow[];
};

/** Charts, and the same figures as one table. */
export function ChartCard({ title, note, charts, heads, rows }: Props) {
  const text = useAdminText();
  return (
    <FieldCard title={title} help={note}>
      {charts === null ? null : (
        <>
          <div className="charts">{charts}</div>
          <details className="disclosure">
            <summary>{text('home.chart.table')}</summary>
            <Table title={title} heads={heads} rows={rows} />
          </details>
        </>
      )}
    </FieldCard>
  );
}

/** One of the charts; `note`: what it says in a sentence, or that there is nothing to draw. */
export function TitledChart({
  title,
  note,
  children,
}: {
  title: string;
  note?: string | undefined;
  children: ReactNode;
}) {
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      {note === undefined ? null : (
        <Text as="p" tone="subdued">
          {note}
        </Text>
      )}
      {children}
    </BlockStack>
  );
}

function Table({ title, heads: [first, ...heads], rows }: Pick<Props, 'title' | 'heads' | 'rows'>) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={title}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {heads.map((head) => (
              <th key={head} scope="col" className="end">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, cells }) => (
            <tr key={key}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              {cells.map((cell, index) => (
                <td key={heads[index]} className="end">
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
