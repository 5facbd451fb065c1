import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { problem } from '../api/problem.ts';
import { saveDraft } from '../services/save-draft.ts';

export const loader = () => methodNotAllowed('PUT');

export const action = endpoint({
  scope: 'write',
  method: 'PUT',
  body: z.unknown(),
  handle: async ({ deps, shop, body }) => {
    const saved = await saveDraft(deps, shop, body);
    if (!saved.ok) return problem('invalid', 'Nothing was stored.', { faults: saved.faults });
    return Response.json({ program: saved.program, updatedAt: saved.updatedAt });
  },
});
