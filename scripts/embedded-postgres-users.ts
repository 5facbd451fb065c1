// Who uses an embedded PostgreSQL. App, worker and tests may share one: the first starts it, the last stops it.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processStart } from './process-lock.ts';

let registrations = 0;

/** Writes down that this process uses the cluster of `folder`. Returns what takes it back and says whether somebody else still does. */
export function registerUser(folder: string): () => { othersRemain: boolean } {
  const users = join(folder, 'users');
  mkdirSync(users, { recursive: true });
  const mine = `${process.pid}-${++registrations}`;
  writeFileSync(join(users, mine), processStart(process.pid));
  return () => {
    rmSync(join(users, mine), { force: true });
    return {
      othersRemain: readdirSync(users).some((name) => isUser(join(users, name), Number(name.split('-')[0]))),
    };
  };
}

function isUser(file: string, pid: number): boolean {
  if (isAlive(pid) && readFileSync(file, 'utf8') === processStart(pid)) return true;
  rmSync(file, { force: true });
  return false;
}
