// `npm run demo`: a shop to look at, from nothing. Started by demo.mjs under the pinned Node.
import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { ensureDatabase, type Database } from './database.ts';
import {
  auditLedger,
  demoApiKey,
  installApp,
  publishProgram,
  seed,
  settled,
  tellOfMembers,
} from './demo-shop.ts';
import { tryPort } from './ports.ts';
import { answers, createSupervisor, type Supervisor } from './supervisor.ts';
import { box, progressBar, step, style } from './terminal.ts';

interface Settings {
  withSeed: boolean;
  dataDir: string;
  port: number;
  devStorePort: number;
  appUrl: string;
  devStoreUrl: string;
}

const settings = readSettings();
const supervisor = createSupervisor(join(settings.dataDir, 'logs'));
let database: Database | undefined;
let ending: Promise<never> | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
  process.on(signal, () => void end(0));
process.on('uncaughtException', (error) => void end(1, error));

try {
  await Promise.race([run(settings, supervisor), supervisor.broken]);
  await supervisor.broken;
} catch (error) {
  await end(1, error as Error);
}

function readSettings(): Settings {
  const { values } = parseArgs({ options: { 'no-seed': { type: 'boolean', default: false } } });
  const port = portOf('PORT', 3000);
  const devStorePort = portOf('DEVSTORE_PORT', 3100);
  const dataDir = resolve(process.env.DATA_DIR || '.data');
  mkdirSync(dataDir, { recursive: true });
  const urls = { appUrl: `http://localhost:${port}`, devStoreUrl: `http://localhost:${devStorePort}` };
  return { withSeed: !values['no-seed'], dataDir, port, devStorePort, ...urls };
}

function portOf(name: string, fallback: number): number {
  const given = process.env[name];
  if (!given) return fallback;
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  console.error(`${name} is "${given}": it must be a port between 1 and 65535.`);
  process.exit(1);
}

async function run(
  { withSeed, dataDir, appUrl, devStoreUrl, ...ports }: Settings,
  services: Supervisor,
): Promise<void> {
  console.log(
    style('bold', 'Meridian') +
      style('dim', '  a loyalty programme across borders, with a stand-in for Shopify'),
  );
  await requireFreePorts(ports);
  await build();
  const running = await step(
    'PostgreSQL',
    async () => (database = await ensureDatabase({ databaseUrl: process.env.DATABASE_URL, dataDir })),
  );
  const apiKey = await demoApiKey(dataDir, running.url);
  const env = {
    NODE_ENV: 'development',
    DATABASE_URL: running.url,
    DATA_DIR: dataDir,
    PORT: String(ports.port),
    DEVSTORE_PORT: String(ports.devStorePort),
    DEVSTORE_URL: devStoreUrl,
    DEVSTORE_APP_API_KEY: apiKey,
    SHOPIFY_APP_URL: appUrl,
    SHOPIFY_API_KEY: 'meridian-dev',
    SHOPIFY_API_SECRET: 'meridian-dev-secret',
    APP_BRIDGE_URL: `${devStoreUrl}/assets/app-bridge.js`,
  };
  const rerouted = ['--import', './devstore/reroute.mjs'];
  const isUp = (url: string) => () => answers(url);
  await step('Dev store, app and worker', async () => {
    await Promise.all([
      services.start({
        name: 'dev store',
        args: ['devstore/main.ts'],
        env,
        isReady: isUp(`${devStoreUrl}/`),
      }),
      services.start({
        name: 'app',
        args: [...rerouted, 'server.ts'],
        env,
        isReady: isUp(`${appUrl}/readyz`),
      }),
      services.start({
        name: 'worker',
        args: [...rerouted, 'worker.ts'],
        env,
        isReady: (written) => written.includes('"worker ready"'),
      }),
    ]);
  });
  await step('The app, installed in the shop', () => installApp(devStoreUrl));
  if (withSeed) await fillShop(appUrl, devStoreUrl, apiKey, running.url);
  console.log(`\n${box(addresses(appUrl, devStoreUrl, apiKey))}`);
  console.log(style('dim', `\n  curl -H 'Authorization: Bearer ${apiKey}' ${appUrl}/api/v1/members`));
  console.log(
    `\nCtrl-C stops everything; the next start resumes here. Logs: ${relative(process.cwd(), join(dataDir, 'logs'))}`,
  );
}

async function requireFreePorts({
  port,
  devStorePort,
}: Pick<Settings, 'port' | 'devStorePort'>): Promise<void> {
  const wanted = [
    { variable: 'PORT', port, what: 'the app' },
    { variable: 'DEVSTORE_PORT', port: devStorePort, what: 'the dev store' },
  ];
  const faults: string[] = [];
  for (const { variable, port: number, what } of wanted) {
    // Listening on one address of localhost is enough to be in the way.
    const free =
      (await tryPort(number)) &&
      (await tryPort(number, '::').then((found) => found ?? tryPort(number, '0.0.0.0')));
    if (!free)
      faults.push(
        `Port ${number}, for ${what}, is in use. Another one: ${variable}=${number + 10} npm run demo`,
      );
  }
  if (port === devStorePort)
    faults.push(`PORT and DEVSTORE_PORT are both ${port}: the app and the dev store need one each.`);
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

async function fillShop(
  appUrl: string,
  devStoreUrl: string,
  apiKey: string,
  databaseUrl: string,
): Promise<void> {
  await step('The starting programme, published', () => publishProgram(appUrl, apiKey));
  await step('Customers and three months of orders', () => seed(devStoreUrl, progressBar()));
  await step('Points of all orders', () => settled(devStoreUrl));
  await step('Birthdays and reviews', async () => {
    await tellOfMembers(appUrl, apiKey);
    await settled(devStoreUrl);
  });
  await step('Audit of the ledger', () => auditLedger(databaseUrl));
}

function addresses(appUrl: string, devStoreUrl: string, apiKey: string): string[] {
  const line = (name: string, url: string) => `${name.padEnd(13)}${style('cyan', url)}`;
  return [
    style('bold', line('Open first', devStoreUrl)),
    '',
    line('Admin', `${devStoreUrl}/admin`),
    ...['us', 'eu', 'jp', 'gulf'].map((market) =>
      line(market === 'us' ? 'Storefronts' : '', `${devStoreUrl}/store/${market}`),
    ),
    line('Webhooks', `${devStoreUrl}/webhooks`),
    '',
    line('REST API', `${appUrl}/api/v1`),
    `${'Its key'.padEnd(13)}${style('yellow', apiKey)}`,
  ];
}

/** Stops whatever runs, the database last, and ends this process. Later calls wait for the first. */
function end(code: number, error?: Error): Promise<never> {
  ending ??= (async () => {
    if (!error) console.log('\nStopping …');
    await supervisor.stop();
    await database?.stop();
    // Last, below what the processes had to say themselves.
    if (error) console.error(`\n${style('red', error.message)}`);
    process.exit(code);
  })();
  return ending;
}
