import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { programOverview } from '../queries/program-overview.ts';

export const loader = endpoint({
  scope: 'read',
  method: 'GET',
  handle: async ({ deps, shop }) => {
    const { published, draft } = await programOverview(deps, shop);
    return Response.json({
      number: published?.number ?? null,
      publishedAt: published?.publishedAt ?? null,
      program: published?.program ?? null,
      draft,
    });
  },
});

export const action = () => methodNotAllowed('GET');
