// PostgreSQL refuses to run as root, so a root session (containers, CI) has to start it as somebody else.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How to start one of PostgreSQL's programs: the command in front of it, and the account it runs under. */
export interface Account {
  prefix: string[];
  spawnOptions: { uid?: number; gid?: number };
  /** Gives a folder made by this process to that account. */
  adopt(folder: string): void;
}

const asWeAre: Account = { prefix: [], spawnOptions: {}, adopt: () => undefined };

/**
 * The account that initdb and postgres run under for this cluster. As an ordinary user: ourselves. As root: the owner of a cluster that
 * somebody else made; otherwise a user namespace, in which we are not root but own root's files, so that it works inside
 * 0700 folders too; otherwise, where namespaces are forbidden, a system account.
 * Throws, with what to do, when that account cannot reach the programs.
 */
export function accountFor(cluster: string, program: string): Account {
  if (process.getuid?.() !== 0) return asWeAre;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return systemAccount(uid, gid, program);
  }
  const unshare = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
  if (spawnSync('unshare', [...unshare.slice(1), 'true']).status === 0)
    return { ...asWeAre, prefix: unshare };
  return systemAccount(...unprivilegedIds(), program);
}

function systemAccount(uid: number, gid: number, program: string): Account {
  const probe = spawnSync(program, ['--version'], { uid, gid });
  if (probe.status !== 0) {
    throw new Error(
      `PostgreSQL cannot run as root, and user ${uid} may not execute ${program}. ` +
        'Run this as an ordinary user, move the project to a folder that others may enter (chmod o+x), or set DATABASE_URL.',
    );
  }
  return { prefix: [], spawnOptions: { uid, gid }, adopt: (folder) => giveTo(folder, uid, gid) };
}

function giveTo(path: string, uid: number, gid: number): void {
  chownSync(path, uid, gid);
  if (!statSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(join(path, name), uid, gid);
}

/** The ids of `postgres` where the system has that account, otherwise of `nobody`. */
function unprivilegedIds(): [uid: number, gid: number] {
  const accounts = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  for (const name of ['postgres', 'nobody']) {
    const fields = accounts.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return [Number(fields[2]), Number(fields[3])];
  }
  return [65534, 65534];
}
