import { Icon, Link, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { OrderExplanation } from '../domain/explanation.ts';
import { explanationDetails } from '../locales/explanation-details.ts';
import { explanationSentence } from '../locales/explanation.ts';
import type { TimelineEntry } from '../queries/member-timeline.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { entryLook } from './entry-kind.ts';

/** One entry of the ledger: what happened, how many points, and why exactly these. */
export function TimelineItem({ entry, now, undo }: { entry: TimelineEntry; now: Date; undo: ReactNode }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const look = entryLook(entry.kind, entry.points);
  const gain = entry.points > 0n;
  return (
    <li className="timeline__new" data-entry={entry.seq}>
      <span className={`timeline__mark timeline__mark--${gain ? 'gain' : 'loss'}`}>
        <Icon source={look.icon} />
      </span>
      <div>
        <div className="timeline__head">
          <Text as="h3" variant="headingSm">
            {text(look.word)}
          </Text>
          {entry.order ? <OrderLink explanation={entry.order} /> : null}
          <Text as="span" tone="subdued">
            <time dateTime={entry.effectiveAt.toISOString()}>{format.moment(entry.effectiveAt)}</time>
          </Text>
        </div>
        {entry.explanation && !entry.reason ? <p>{explanationSentence(entry.explanation, locale)}</p> : null}
        {entry.reason ? <p>{text('entry.reason', { reason: entry.reason })}</p> : null}
        <Undoing entry={entry} />
        <Availability entry={entry} now={now} />
        <Details explanation={entry.order}>
          <Text as="p" variant="bodySm" tone="subdued">
            {text('entry.recorded', { date: format.moment(entry.recordedAt) })}
            <br />
            {text('entry.hash', { seq: format.number(entry.seq), hash: entry.hash.slice(0, 12) })}
          </Text>
        </Details>
        {undo}
      </div>
      <p className="timeline__points" title={format.points(entry.points)}>
        <bdi>{format.signed(entry.points)}</bdi>
      </p>
    </li>
  );
}

/** That the entry is the opposite of another, or that another is its own. */
function Undoing({ entry: { undoes, undoneBy } }: { entry: TimelineEntry }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (undoes !== null) return <p>{text('entry.undoes', { seq: format.number(undoes) })}</p>;
  return undoneBy === null ? null : <p>{text('entry.undone', { seq: format.number(undoneBy) })}</p>;
}

/** Only what is still to come: when points can be used, when they expire. */
function Availability({ entry, now }: { entry: TimelineEntry; now: Date }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const notes = [
    entry.points > 0n && entry.waitsForFulfilment ? text('entry.afterFulfilment') : null,
    entry.points > 0n && entry.availableAt && entry.availableAt > now
      ? text('entry.availableFrom', { date: format.date(entry.availableAt) })
      : null,
    entry.expiresAt && entry.expiresAt > now
      ? text('entry.expires', { date: format.date(entry.expiresAt) })
      : null,
  ].filter((note) => note !== null);
  if (notes.length === 0) return null;
  return (
    <Text as="p" tone="subdued">
      {notes.join(' · ')}
    </Text>
  );
}

/** Opens the order in Shopify's admin, outside the app's frame. */
export function OrderLink({ explanation }: { explanation: OrderExplanation }) {
  const text = useAdminText();
  if (explanation.orderId === null) return null;
  const name = explanation.orderName ?? explanation.orderId;
  return (
    <Link
      url={`shopify://admin/orders/${explanation.orderId}`}
      target="_top"
      accessibilityLabel={text('entry.order.open', { name })}
    >
      {text('entry.order', { name })}
    </Link>
  );
}

/** The explanation step by step, behind one click. */
export function Details({
  explanation,
  children,
}: {
  explanation: OrderExplanation | null;
  children?: ReactNode;
}) {
  const text = useAdminText();
  const locale = useLocale();
  return (
    <details className="disclosure">
      <summary>{text('entry.details')}</summary>
      {explanation ? (
        <dl className="details">
          {explanationDetails(explanation, locale).map(({ label, value }, index) => (
            <DetailRow key={index} label={label} value={value} />
          ))}
        </dl>
      ) : null}
      {children}
    </details>
  );
}

function DetailRow({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
