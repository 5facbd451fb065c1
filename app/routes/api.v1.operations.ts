import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { operations } from '../queries/operations.ts';

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  handle: async ({ deps, shop }) => Response.json(await operations(deps.pool, shop, deps.clock.now())),
});

export const action = () => methodNotAllowed('GET');
