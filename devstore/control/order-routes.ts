import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import { parseDecimal } from '../money.ts';
import type { Currency } from '../money.ts';
import type { CheckoutRequest, DevStore, OrderResult, RefundRequest } from '../state/dev-store.ts';
import type { Order } from '../state/order-types.ts';
import { readBody, refusalAnswer } from './answers.ts';
import { cancelBody, checkoutBody, editBody, fulfilBody, linkBody, payBody, refundBody } from './schemas.ts';

type Answer = (request: Context, result: OrderResult) => Response;
const orderId = (request: Context) => Number(request.req.param('id'));

/** Checkout as a shopper makes it, and what happens to orders. Each answers the order's payload as its webhooks carry it. */
export function registerOrderRoutes(app: Hono, store: DevStore): void {
  const answer: Answer = (request, result) =>
    result.ok ? request.json(store.orderPayload(result.order)) : refusalAnswer(request, result);

  app.post('/control/orders', async (request) => {
    const read = await readBody(request, checkoutBody);
    if (!read.ok) return read.answer;
    const wanted = checkoutRequest(read.body, store);
    if (!wanted) return request.json({ error: `"${read.body.tip}" is not an amount of the market.` }, 422);
    const result = store.checkout(wanted);
    if (!result.ok) return refusalAnswer(request, result);
    return request.json(store.orderPayload(result.order), 201);
  });

  app.get('/control/orders/:id', (request) => {
    const order = store.order(orderId(request));
    return order ? request.json(store.orderPayload(order)) : request.json({ error: 'No such order.' }, 404);
  });

  app.post('/control/orders/:id/refunds', async (request) => {
    const read = await readBody(request, refundBody);
    if (!read.ok) return read.answer;
    const order = store.order(orderId(request));
    if (!order) return request.json({ error: 'No such order.', reason: 'unknown-order' }, 404);
    const wanted = refundRequest(order, read.body);
    if (!wanted) return request.json({ error: `Amounts are in ${order.presentmentCurrency}.` }, 422);
    return answer(request, store.refundOrder(wanted));
  });

  app.post('/control/orders/:id/cancel', async (request) => {
    const read = await readBody(request, cancelBody);
    if (!read.ok) return read.answer;
    return answer(request, store.cancelOrder({ orderId: orderId(request), ...read.body }));
  });

  app.post('/control/orders/:id/fulfil', async (request) => {
    const read = await readBody(request, fulfilBody);
    if (!read.ok) return read.answer;
    return answer(request, store.fulfilOrder({ orderId: orderId(request), ...read.body }));
  });

  app.post('/control/orders/:id/edit', async (request) => {
    const read = await readBody(request, editBody);
    if (!read.ok) return read.answer;
    return answer(request, store.editOrder({ orderId: orderId(request), ...read.body }));
  });

  app.post('/control/orders/:id/paid', async (request) => {
    const read = await readBody(request, payBody);
    if (!read.ok) return read.answer;
    return answer(request, store.markAsPaid(orderId(request), read.body.at));
  });

  registerBelonging(app, store, answer);

  app.post('/control/orders/:id/delete', (request) => {
    const result = store.deleteOrder(orderId(request));
    return result.ok ? request.json({ id: result.order.id }) : refusalAnswer(request, result);
  });
}

/** Whose an order is. */
function registerBelonging(app: Hono, store: DevStore, answer: Answer): void {
  app.post('/control/orders/:id/link', async (request) => {
    const read = await readBody(request, linkBody);
    if (!read.ok) return read.answer;
    return answer(request, store.linkOrder(orderId(request), read.body.customerId, read.body.at));
  });

  app.post('/control/orders/:id/link-request', (request) =>
    answer(request, store.requestOrderLink(orderId(request))),
  );
}

function checkoutRequest(body: z.output<typeof checkoutBody>, store: DevStore): CheckoutRequest | null {
  const currency = store.market(body.market)?.currency;
  const tip = body.tip === undefined || !currency ? undefined : parseDecimal(body.tip, currency);
  if (tip === null) return null;
  return { ...body, tip };
}

function refundRequest(order: Order, body: z.output<typeof refundBody>): RefundRequest | null {
  const currency: Currency = order.presentmentCurrency;
  const amount = body.amount === undefined ? undefined : parseDecimal(body.amount, currency);
  const shipping = typeof body.shipping === 'string' ? parseDecimal(body.shipping, currency) : body.shipping;
  if (amount === null || shipping === null) return null;
  return { ...body, orderId: order.id, amount, shipping };
}
