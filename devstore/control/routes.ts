import type { Hono } from 'hono';
import type { StoreContext } from '../state/context.ts';
import type { DevStore } from '../state/dev-store.ts';
import { readBody, refusalAnswer } from './answers.ts';
import { registerFlowRoutes } from './flow-routes.ts';
import { registerOrderRoutes } from './order-routes.ts';
import { deleteDiscount } from '../state/delete-discount.ts';
import {
  customerBody,
  customerChangeBody,
  discountBody,
  faultsBody,
  mergeBody,
  productChangeBody,
  webhookBody,
} from './schemas.ts';
import { injectWebhook } from './inject-webhook.ts';
import { productSummary } from './state-summary.ts';

/** The control API: what scripts and tests do to the store. */
export function registerControl(app: Hono, store: DevStore, context: StoreContext): void {
  registerOrderRoutes(app, store);
  registerFlowRoutes(app, store, context);

  app.post('/control/webhooks', async (request) => {
    const read = await readBody(request, webhookBody);
    if (!read.ok) return read.answer;
    return request.json(await injectWebhook(context, read.body));
  });

  registerCustomers(app, store);

  app.post('/control/products/:id', async (request) => {
    const read = await readBody(request, productChangeBody);
    if (!read.ok) return read.answer;
    const result = store.changeProduct(Number(request.req.param('id')), read.body);
    if (!result.ok) return refusalAnswer(request, result);
    return request.json(result.product && productSummary(result.product));
  });

  app.post('/control/discounts/delete', async (request) => {
    const read = await readBody(request, discountBody);
    if (!read.ok) return read.answer;
    const isThere = deleteDiscount(context, read.body.code);
    return request.json({ deleted: isThere }, isThere ? 200 : 404);
  });

  app.post('/control/faults', async (request) => {
    const read = await readBody(request, faultsBody);
    if (!read.ok) return read.answer;
    store.setFaults(read.body);
    return request.json(store.faults());
  });

  app.post('/control/deliveries/:id/again', (request) => {
    const result = store.deliverAgain(Number(request.req.param('id')));
    return result.ok ? request.json(result.delivery) : refusalAnswer(request, result);
  });
}

function registerCustomers(app: Hono, store: DevStore): void {
  app.post('/control/customers', async (request) => {
    const read = await readBody(request, customerBody);
    if (!read.ok) return read.answer;
    const result = store.createCustomer(read.body);
    return result.ok ? request.json(result.customer, 201) : refusalAnswer(request, result);
  });

  app.post('/control/customers/:id', async (request) => {
    const read = await readBody(request, customerChangeBody);
    if (!read.ok) return read.answer;
    const result = store.updateCustomer(Number(request.req.param('id')), read.body);
    return result.ok ? request.json(result.customer) : refusalAnswer(request, result);
  });

  app.post('/control/customers/:id/merge', async (request) => {
    const read = await readBody(request, mergeBody);
    if (!read.ok) return read.answer;
    const result = store.mergeCustomers(Number(request.req.param('id')), read.body.into);
    return result.ok ? request.json(result.customer) : refusalAnswer(request, result);
  });

  app.post('/control/customers/:id/sign-in', (request) => {
    const result = store.signIn(Number(request.req.param('id')));
    return result.ok ? request.json(result.customer) : refusalAnswer(request, result);
  });
}
