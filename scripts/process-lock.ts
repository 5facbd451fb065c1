// Which processes live, and a lock between them that outlives none of them.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** When a process began, in clock ticks since boot: tells a process from a later one that was given the same id. Empty where there is no /proc. */
export function processStart(pid: number): string {
  return statOf(pid)[19] ?? '';
}

/** A zombie counts as dead: in a container whose init does not reap, an orphan stays one for ever. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statOf(pid)[0] !== 'Z';
}

/** The fields of /proc/PID/stat after the program's name, which may hold spaces and brackets itself. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** Runs `work` while no other process runs its own under the same lock file. A dead holder's lock is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!takeLock(file)) await delay(50);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function takeLock(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${processStart(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = readLock(file);
  if (holder !== undefined && !isHeld(holder)) breakLock(file, holder);
  return false;
}

function isHeld(holder: string): boolean {
  const [pid = '', start = ''] = holder.split(' ');
  // An empty file: its writer stands between creating and writing it.
  return pid === '' || (isAlive(Number(pid)) && processStart(Number(pid)) === start);
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Two processes may find the same dead holder; whoever then moved away the other's new lock by mistake puts it back. */
function breakLock(file: string, deadHolder: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readLock(aside) !== deadHolder) linkSync(aside, file);
  } catch {
    // The other one was quicker.
  }
  rmSync(aside, { force: true });
}
