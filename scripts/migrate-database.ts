// `npm run db:migrate`: applies what is due to the database of DATABASE_URL, or to the embedded one.
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

const database = await openDatabase({
  databaseUrl: process.env.DATABASE_URL,
  dataDir: process.env.DATA_DIR || '.data',
});
try {
  const applied = await migrate(database.url);
  console.log(
    applied.length === 0
      ? 'The database is up to date.'
      : applied.map((name) => `Applied ${name}`).join('\n'),
  );
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await database.stop();
}
