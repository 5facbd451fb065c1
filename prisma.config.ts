import { defineConfig } from 'prisma/config';
import { offlineMigrator } from './prisma/offline-migrator.ts';

// generate and validate want it set and do not use it; unset, they complain about a download that failed.
const databaseUrl = (process.env.DATABASE_URL ??= 'postgresql://localhost/DATABASE_URL-is-not-set');

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  experimental: { adapter: true },
  engine: 'js',
  adapter: () => Promise.resolve(offlineMigrator(databaseUrl)),
});
