import type { Figure, Sides } from '../domain/simulation.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

type Row = { key: string; name: string } & Sides<Figure>;

/** Points as issued, as they would have been, and the difference; a row for each month, level or market. */
export function SidesTable({ title, rows }: { title: string; rows: Row[] }) {
  const text = useAdminText();
  const format = useAdminFormat();
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={title}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {(['orders', 'before', 'after', 'difference'] as const).map((column) => (
              <th key={column} scope="col" className="end">
                {text(`publishing.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, before, after }) => (
            <tr key={key}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td className="end">{format.number(Math.max(before.orders, after.orders))}</td>
              <td className="end">{format.number(BigInt(before.points))}</td>
              <td className="end">{format.number(BigInt(after.points))}</td>
              <td className="end">{format.signed(BigInt(after.points) - BigInt(before.points))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
