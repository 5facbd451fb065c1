import { z } from 'zod';
import { endpoint, methodNotAllowed } from '../api/endpoint.ts';
import { problem } from '../api/problem.ts';
import { InstantSchema } from '../domain/instant.ts';
import { publishProgram } from '../services/publish-program.ts';

const REFUSALS = {
  noDraft: 'There is no draft to publish: PUT /api/v1/program/draft first.',
  notFirst: "Only a shop's first version may carry a publishedAt; leave it out.",
  inFuture: 'publishedAt lies in the future.',
} as const;

export const loader = () => methodNotAllowed('POST');

export const action = endpoint({
  scope: 'write',
  method: 'POST',
  body: z.strictObject({ publishedAt: InstantSchema.optional() }),
  handle: async ({ deps, shop, body }) => {
    const published = await publishProgram(deps, shop, body);
    if (published.ok) {
      const { number, publishedAt, warnings, resettling } = published;
      return Response.json({ number, publishedAt, warnings, resettling });
    }
    if (published.reason === 'invalid')
      return problem('invalid', 'Nothing was published.', { faults: published.faults });
    return problem('conflict', REFUSALS[published.reason]);
  },
});
