// What is refused, and why, wherever a payload holds something else. payload-refusals.txt was written by the schemas of zod that read payloads before the
// readers did (decision 0021), so that whoever refuses more or less than they did sees it. Three things in it are the readers': a refund within its order
// is not asked for its order_id, of an empty line the price is named and not the id, and presentment currencies have one reason.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { orderPayload, refundPayload } from './order-payload.fixture.ts';
import { newsOfOrder } from './order-payload.ts';
import { newsOfRefund } from './refund-payload.ts';

const delivery = { topic: 'orders/updated', triggeredAt: '2026-11-01T15:00:05.877041743Z' };

const VALUES = [null, true, -1, 'x', '-5.00', [], {}];

/** A row for each place and reason: which of VALUES are refused at that place for it. Rows of a place where anything is taken have none. */
const TABLE = readFileSync(new URL('payload-refusals.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

/** As in the table: without the place, where it is the one that was changed, and without what was found there. */
function reasonFor(kind: string, path: string[], value: unknown): string | null {
  const payload: unknown = structuredClone(kind === 'order' ? orderPayload : refundPayload);
  let holder = payload as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  holder[path.at(-1) ?? ''] = structuredClone(value);
  const parsed = (kind === 'order' ? newsOfOrder : newsOfRefund)(payload, delivery);
  if (parsed.ok) return null;
  const place = path.join('.').replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
  const told = parsed.reason.replace(/, received \w+$/, '');
  return told.startsWith(`${place}: `) ? told.slice(place.length) : told;
}

it('every place of an order and of a refund refuses what it always did, for the reason that it always named', () => {
  const places = [...new Set(TABLE.map((row) => row.split('\t')[0] ?? ''))];
  const rows = places.flatMap((place) => {
    const [kind = '', path = ''] = place.split(' ');
    const refused = VALUES.flatMap((value) => {
      const reason = reasonFor(kind, path.split('.'), value);
      return reason === null ? [] : { reason, value: JSON.stringify(value) };
    });
    const byReason = [...Map.groupBy(refused, (one) => one.reason)];
    if (byReason.length === 0) return [`${place}\t\ttaken`];
    return byReason.map(([reason, own]) => `${place}\t${own.map((one) => one.value).join(' ')}\t${reason}`);
  });
  expect(places.length).toBeGreaterThan(100);
  expect(rows).toEqual(TABLE);
});
