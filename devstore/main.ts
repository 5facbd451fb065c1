import { createAdaptorServer } from '@hono/node-server';
import { environment } from './env.ts';
import type { Env } from './env.ts';
import { adminSchema } from './graphql/admin-schema.ts';
import { buildApp } from './server.ts';
import { openDevStore } from './state/create-dev-store.ts';

const env = checkedEnvironment();
const opened = openDevStore(env);
const server = createAdaptorServer({ fetch: buildApp(opened).fetch });

server.on('error', (error: NodeJS.ErrnoException) => {
  const busy = error.code === 'EADDRINUSE';
  console.error(
    busy
      ? `Port ${env.port} is taken. Start the dev store on another one: DEVSTORE_PORT=${env.port + 100}`
      : error,
  );
  process.exit(1);
});
server.listen(env.port, () => {
  console.log(`Dev store on http://localhost:${env.port}`);
  // Half a second that the first request of the Admin API need not wait for; where it fails, that request says why.
  adminSchema().catch(() => undefined);
});

function stop(): void {
  server.close(() => {
    opened.close();
    process.exit(0);
  });
  if ('closeAllConnections' in server) server.closeAllConnections();
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

function checkedEnvironment(): Env {
  try {
    return environment();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
