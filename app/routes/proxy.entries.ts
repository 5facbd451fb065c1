import { z } from 'zod';
import { cursorSchema, encodeCursor } from '../api/cursor.ts';
import { answer, storefrontEndpoint } from '../proxy/door.ts';
import { storefrontEntries } from '../queries/storefront-member.ts';

const CursorSchema = cursorSchema(z.tuple([z.int().positive()]));

export const loader = storefrontEndpoint({
  method: 'GET',
  cursor: true,
  handle: async ({ deps, shop, cursor, ...reader }) => {
    const position = CursorSchema.safeParse(cursor ?? undefined);
    if (!position.success) return answer({ error: 'malformed' }, 400);
    const page = await storefrontEntries(deps.pool, shop, reader, position.data?.[0] ?? null);
    return answer({
      entries: page.entries,
      next: page.nextSeq === null ? null : encodeCursor([page.nextSeq]),
    });
  },
});
