// vitest's globalSetup: one PostgreSQL for the run, with a migrated database that every test file clones (database.ts).
import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { openThrowAwayServer, withDatabase } from '../../scripts/database.ts';
import { migrate } from '../../scripts/migrate.ts';
import { onServer } from './on-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server that tests make their databases on, and the name of the database to clone. */
    databaseServer: { url: string; template: string };
  }
}

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await openThrowAwayServer(process.env.DATABASE_URL);
  // Two runs may share a server of DATABASE_URL.
  const template = `meridian_template_${randomBytes(6).toString('hex')}`;
  await onServer(server.url, `CREATE DATABASE ${template}`);
  await migrate(withDatabase(server.url, template));
  // A connection to a database forbids cloning it.
  await onServer(server.url, `ALTER DATABASE ${template} ALLOW_CONNECTIONS false`);
  provide('databaseServer', { url: server.url, template });
  return async () => {
    await onServer(server.url, `DROP DATABASE ${template} WITH (FORCE)`);
    await server.stop();
  };
}
