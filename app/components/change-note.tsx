import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

export type Change = { direction: 'up' | 'down' | 'same'; percent: bigint } | null;

/** How a figure compares with the period before. No red or green: more points issued is neither good nor bad. */
export function ChangeNote({ change, days }: { change: Change; days: number }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (change === null) return <>{text('home.change.first', { days: format.number(days) })}</>;
  if (change.direction === 'same') return <>{text('home.change.same')}</>;
  return (
    <>
      <span aria-hidden="true">{change.direction === 'up' ? '↑ ' : '↓ '}</span>
      {text(`home.change.${change.direction}`, { percent: format.percent(change.percent) })}
    </>
  );
}
