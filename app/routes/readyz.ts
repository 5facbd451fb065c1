import { deps } from '../deps.server.ts';
import { isReady } from '../queries/readiness.ts';

/** 200 when the database and its migrations are there too. */
export const loader = async () => {
  const ready = await isReady(deps().pool).catch(() => false);
  return new Response(ready ? 'ready' : 'the database is not there', { status: ready ? 200 : 503 });
};
