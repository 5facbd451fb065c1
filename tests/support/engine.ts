// What a property test drives histories through: a database of its own, one app and one worker that many shops share, and use cases in the
// test's own process.
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { startApp, startWorker, type RunningProcess, type RunningServer } from './processes.ts';

export type Engine = {
  database: TestDatabase;
  app: RunningServer;
  worker: RunningProcess;
  deps: Deps;
  stop(): Promise<void>;
};

export async function startEngine(): Promise<Engine> {
  const database = await testDatabase();
  const env = parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  const [app, worker] = await Promise.all([
    startApp(database, { LOG_LEVEL: 'fatal' }),
    startWorker(database, { LOG_LEVEL: 'info' }),
  ]);
  const stop = async () => {
    await app.stop();
    await worker.stop();
    await database.drop();
  };
  return { database, app, worker, deps: createDeps(env, database.pool), stop };
}
