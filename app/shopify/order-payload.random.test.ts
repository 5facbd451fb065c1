import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ToldOrderSchema } from '../domain/order-facts.ts';
import { orderPayload, refundPayload } from './order-payload.fixture.ts';
import { newsOfOrder } from './order-payload.ts';
import { newsOfRefund } from './refund-payload.ts';

const delivery = { topic: 'orders/updated', triggeredAt: '2026-11-01T15:00:05.877041743Z' };

type Place = { holder: Record<string, unknown>; key: string };

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
  fc.double().map(String),
  fc.date({ noInvalidDate: false }).map((date) => JSON.stringify(date)?.slice(1, -1)),
  fc.constantFrom('USD', 'EUR', 'USDC', 'XXQ', '-0.00', '-5.00', '1e3', '01', '1.', '.5', '999999999999999'),
  fc.constantFrom('0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-11-01T14:00:00+05:30', 'fulfilled'),
  fc.constantFrom('x'.repeat(41), 'x'.repeat(256), '9'.repeat(41), 'a\0', '\ud800', 2 ** 53, 1e300, null),
  fc.constantFrom(
    { country_code: 'FR' },
    { code: 'X' },
    { id: 5 },
    orderPayload.line_items[0],
    refundPayload,
  ),
);
const changes = fc.array(fc.record({ at: fc.nat(), value: anything }), { maxLength: 3 });

/** A copy with other values in some places, wherever they are. */
function changed(payload: object, drawn: { at: number; value: unknown }[]): unknown {
  const copy: unknown = structuredClone(payload);
  for (const { at, value } of drawn) {
    const places = placesOf(copy);
    const place = places[at % Math.max(1, places.length)];
    if (place) place.holder[place.key] = structuredClone(value);
  }
  return JSON.parse(JSON.stringify(copy));
}

it.each([
  ['an order', newsOfOrder, orderPayload],
  ['a refund', newsOfRefund, refundPayload],
])(
  'whatever %s holds, it is refused with a place, or its news is what the worker takes',
  (_name, newsOf, payload) => {
    const outcomes = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(changes, (drawn) => {
        const parsed = newsOf(changed(payload, drawn), delivery);
        outcomes[parsed.ok ? 'taken' : 'refused'] += 1;
        if (parsed.ok)
          expect(ToldOrderSchema.parse(JSON.parse(JSON.stringify(parsed.news)))).toEqual(parsed.news);
        else expect(parsed.reason).toMatch(/^[^ ].*: ./s);
      }),
      { numRuns: 2_000 },
    );
    expect(outcomes.taken).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
  },
);
