import type { HomeFigures } from '../queries/home-figures.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { ChangeNote, type Change } from './change-note.tsx';
import { FigureCard } from './figure-card.tsx';
import { pointWorth } from './point-worth.ts';
import { useShop } from './shop-context.tsx';

const COMPARED = ['issued', 'redeemed', 'expired', 'takenBack', 'orders'] as const;
export type Changes = Record<(typeof COMPARED)[number], Change>;

type Props = {
  figures: HomeFigures;
  changes: Changes;
  /** Of the programme in force; null before the first. */
  pointValue: readonly { currency: string; amount: string }[] | null;
};

/** The figures of the period, one card each. */
export function HomeFigureCards({ figures, changes, pointValue }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { currency } = useShop();
  const { members, outstanding, flow, period, orders } = figures;
  const days = format.number(period);
  const worth = pointWorth(outstanding, pointValue ?? [], currency);
  const worthNote =
    worth !== null && currency
      ? text('worth', { amount: format.money(worth, currency) })
      : pointValue && currency && text('home.outstanding.noValue', { currency });
  const valueOf = (key: (typeof COMPARED)[number]) => (key === 'orders' ? orders.current : flow.current[key]);
  return (
    <section aria-label={text('home.figures', { days })} className="figure-rows">
      <div className="figures">
        <FigureCard
          label={text('home.figure.members')}
          value={format.number(members.all)}
          note={text('home.newMembers', {
            count: members.joined,
            number: format.number(members.joined),
            days,
          })}
        />
        <FigureCard
          label={text('home.figure.outstanding')}
          value={format.number(outstanding)}
          note={worthNote || null}
        />
        {(['redemptionRate', 'repeatRate'] as const).map((key) => {
          const rate = figures[key];
          return (
            <FigureCard
              key={key}
              label={text(`home.figure.${key}`)}
              value={rate === null ? text('home.figure.noRate') : format.rate(rate)}
              note={text(`home.figure.${key}.note`)}
            />
          );
        })}
      </div>
      <div className="figures">
        {COMPARED.map((key) => (
          <FigureCard
            key={key}
            label={text(`home.figure.${key}`)}
            value={format.number(valueOf(key))}
            note={<ChangeNote change={changes[key]} days={period} />}
          />
        ))}
      </div>
    </section>
  );
}
