// Runs a script of the project under the pinned Node, and installs the locked dependencies before where they are missing.
// It starts on any Node from 20 in an empty clone: nothing but node: modules here.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join, resolve, sep } from 'node:path';

const OLDEST_NODE = 20;
const root = resolve(import.meta.dirname ?? '.', '..');
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/**
 * Runs `script` (a file of this folder) with the arguments of this process, and ends this process as that one ends.
 * @param {string} script
 */
export async function runPinned(script) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    fail(
      `Meridian needs Node ${OLDEST_NODE} or newer to start; this is ${process.version}. See https://nodejs.org`,
    );
  }
  if (!isInstalled()) await install();
  const works = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  if (works.status !== 0) {
    fail(
      'The pinned Node does not run: npm skipped its install script. Run: npm rebuild node --ignore-scripts=false',
    );
  }
  const args = [join(root, 'scripts', script), ...process.argv.slice(2)];
  // The channel tells the script when this process is killed: it then stops too.
  const child = spawn(pinnedNode, args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  if (process.env.npm_lifecycle_event) stopWithNpm(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/**
 * npm that is killed leaves us to another parent, without a terminal or anybody who could stop us. (A signal that it hears it passes on:
 * `exec` in package.json sees to it that we get it, and not a shell in between.)
 * @param {() => void} stop
 */
function stopWithNpm(stop) {
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    stop();
  }, 300);
  watch.unref();
}

/** Whether node_modules holds what package-lock.json asks for: npm keeps in it a lock file of what it installed. */
function isInstalled() {
  const installedLock = join(modules, '.package-lock.json');
  if (!existsSync(installedLock) || !existsSync(pinnedNode)) return false;
  const installed = readPackages(installedLock);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    const found = installed[path];
    // npm leaves out optional packages of other platforms.
    if (!found) return path === '' || wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

async function install() {
  const total = Object.values(readPackages(join(root, 'package-lock.json'))).filter(
    (entry) => !entry.optional,
  ).length;
  const started = Date.now();
  console.log(
    `Installing ${total} packages, locked by package-lock.json. The first time takes about a minute.`,
  );
  const { command, args } = npmCommand();
  const child = spawn(
    command,
    [...args, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=http'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: withoutProjectModules(),
    },
  );
  let output = '';
  let arrived = 0;
  const ticker = setInterval(() => showProgress(arrived, total, started), process.stdout.isTTY ? 200 : 5_000);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      arrived += text.split('.tgz ').length - 1;
    });
  }
  const status = await new Promise((done) => {
    child.on('error', (error) => done(`npm cannot be started: ${error.message}`));
    child.on('close', (code) => done(code));
  });
  clearInterval(ticker);
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  if (status !== 0) {
    const lines = output.split('\n').filter((line) => !line.startsWith('npm http'));
    fail(`${lines.slice(-30).join('\n')}\nnpm ci failed (${status}). Is the npm registry within reach?`);
  }
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * @param {number} arrived
 * @param {number} total
 * @param {number} started
 */
function showProgress(arrived, total, started) {
  const seconds = Math.round((Date.now() - started) / 1000);
  const share = Math.min(arrived / total, 1);
  const text = arrived < total ? `${arrived} of ${total} packages` : 'unpacking';
  if (!process.stdout.isTTY) return console.log(`  ${text}, ${seconds} s`);
  const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '░');
  process.stdout.write(`\r\u001b[K  ${bar} ${text}, ${seconds} s`);
}

/** npm itself, and not under the Node of node_modules: `npm ci` removes that first. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  if (!cli?.endsWith('npm-cli.js'))
    return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
  const own = realpathSync(process.execPath);
  return { command: isOurs(own) ? 'node' : own, args: [cli] };
}

function withoutProjectModules() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !isOurs(folder));
  return { ...process.env, PATH: path.join(delimiter) };
}

/** @param {string} path */
function isOurs(path) {
  return path === modules || path.startsWith(modules + sep);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
