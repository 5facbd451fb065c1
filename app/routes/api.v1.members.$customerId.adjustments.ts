import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { refusalProblem } from '../api/problem.ts';
import { NumericIdSchema } from '../domain/ids.ts';
import { text } from '../domain/text.ts';
import { adjustPoints } from '../services/adjust-points.ts';

const POINTS_MAX = 1_000_000_000;

export const loader = () => methodNotAllowed('POST');

export const action = endpoint({
  scope: 'write',
  method: 'POST',
  idempotent: true,
  params: z.object({ customerId: NumericIdSchema }),
  body: z.strictObject({
    points: z
      .int()
      .min(-POINTS_MAX)
      .max(POINTS_MAX)
      .refine((points) => points !== 0, 'is 0'),
    /** The shop's own note: it stays in the ledger, so it names no person. */
    reason: text(500).refine((reason) => reason.trim() !== '', 'is empty'),
  }),
  handle: async ({ deps, shop, params, body, key }) => {
    const adjusted = await adjustPoints(deps, shop, { ...body, customerId: params.customerId, key });
    return adjusted.ok
      ? Response.json({ seq: adjusted.seq, points: adjusted.points })
      : refusalProblem({ reason: adjusted.reason });
  },
});
