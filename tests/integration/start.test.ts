// How the processes start and refuse to, and what the operator's tool answers.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { ensureShop } from '../../app/storage/shops.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { operatorsAnswer, SHOP } from '../support/shop.ts';

const run = promisify(execFile);
type Outcome = { code: number; stdout: string; stderr: string };

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'meridian-start-'));
beforeAll(async () => {
  database = await testDatabase();
  await ensureShop(database.pool, ShopIdSchema.parse(SHOP));
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function node(args: string[], env: Record<string, string>): Promise<Outcome> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return run(process.execPath, args, {
    env: { NODE_ENV: 'development', PATH, NODE_COMPILE_CACHE, ...env },
    timeout: 30_000,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Outcome) => error,
  );
}

const meridian = (...args: string[]) => node(['meridian.ts', ...args], { DATABASE_URL: database.url });

/** The same without a process, where many calls are refused: how a process ends by such an answer, the others show. */
const answer = (...args: string[]) => operatorsAnswer(database, ...args);

describe('the app and the worker refuse to start', () => {
  test.each(['server.ts', 'worker.ts'])(
    "%s in production with the demo's published secret, naming every fault",
    async (entry) => {
      const outcome = await node([entry], {
        NODE_ENV: 'production',
        DATABASE_URL: database.url,
        SHOPIFY_API_SECRET: 'meridian-dev-secret',
      });
      expect(outcome.code).toBe(1);
      for (const name of ['SHOPIFY_API_SECRET', 'SHOPIFY_API_KEY', 'SHOPIFY_APP_URL'])
        expect(outcome.stderr).toContain(name);
      expect(outcome.stderr).not.toContain('    at ');
    },
  );

  test('on a port that is in use, saying which and how to change it', async () => {
    const busy = createServer().listen(0);
    await once(busy, 'listening');
    const { port } = busy.address() as AddressInfo;
    const outcome = await node(['server.ts'], { DATABASE_URL: database.url, PORT: String(port) });
    busy.close();
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain(`Port ${port} is in use`);
    expect(outcome.stderr).toContain('PORT=');
  });
});

describe("the operator's tool", () => {
  const file = (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  test('without a command, or with an unknown one, shows what there is and fails', async () => {
    for (const args of [[], ['ledger', 'burn']]) {
      const outcome = await meridian(...args);
      expect(outcome.code).toBe(1);
      expect(outcome.stderr).toContain('program publish --shop S');
    }
  });

  test('names a missing shop, an unknown option and an unknown scope', async () => {
    expect((await answer('program', 'export')).stderr).toContain('--shop');
    expect((await answer('ledger', 'verify', '--shpo', SHOP)).stderr).toContain('--shpo');
    expect((await answer('api-key', 'create', '--shop', SHOP, '--scopes', 'all')).stderr).toContain(
      '--scopes',
    );
  });

  test('a mistake in the call of a command shows how that one is called, and no other', async () => {
    const { stderr } = await meridian('program', 'export');
    expect(stderr).toContain('program export --shop S [FILE]');
    expect(stderr).not.toContain('ledger verify');
  });

  test.each([
    ['ledger', 'verify'],
    ['member', 'explain', '--customer', '1'],
    ['program', 'export'],
    ['program', 'import', 'programme.json'],
    ['program', 'publish'],
    ['api-key', 'create'],
  ])('%s %s of a shop that nobody knows fails, naming those that there are', async (...args) => {
    const outcome = await answer(...args, '--shop', 'nosuch.myshopify.com');
    expect(outcome.ok).toBe(false);
    expect(outcome.stderr).toContain('There is no shop nosuch.myshopify.com here');
    expect(outcome.stderr).toContain(SHOP);
    const { rows } = await database.pool.query('SELECT shop FROM shop');
    expect(rows).toEqual([{ shop: SHOP }]);
  });

  test('validates, imports, publishes and exports a programme: what comes out goes in again', async () => {
    const path = file('programme.json', startingProgram);
    expect((await meridian('program', 'validate', path)).code).toBe(0);
    expect((await meridian('program', 'export', '--shop', SHOP)).code).toBe(1);
    expect((await meridian('program', 'import', '--shop', SHOP, path)).code).toBe(0);
    const published = await meridian(
      'program',
      'publish',
      '--shop',
      SHOP,
      '--published-at',
      '2026-01-01T00:00:00Z',
      '--json',
    );
    expect(JSON.parse(published.stdout)).toMatchObject({
      ok: true,
      number: 1,
      publishedAt: '2026-01-01T00:00:00.000Z',
    });
    const out = join(folder, 'out.json');
    expect((await meridian('program', 'export', '--shop', SHOP, out)).code).toBe(0);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(startingProgram);
    const again = await meridian('program', 'publish', '--shop', SHOP, out, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ number: 2 });
  });

  test.each([
    { title: 'a file that is not there', content: null, message: 'cannot be read' },
    { title: 'a file that is not JSON', content: '{', message: 'is not JSON' },
    {
      title: 'a document that is not valid',
      content: { ...startingProgram, markets: [{}] },
      message: 'markets[0].handle',
    },
  ])('refuses $title and stores nothing', async ({ content, message }) => {
    const before = (await answer('program', 'export', '--shop', SHOP)).stdout;
    const path = content === null ? join(folder, 'nothing.json') : file('faulty.json', content);
    const outcome = await answer('program', 'import', '--shop', SHOP, path);
    expect(outcome.ok).toBe(false);
    expect(outcome.stderr).toContain(message);
    const json = await answer('program', 'validate', path, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false });
    expect((await answer('program', 'export', '--shop', SHOP)).stdout).toBe(before);
  });

  test('verifies all shops', async () => {
    const outcome = await meridian('ledger', 'verify');
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.stdout).toContain(`${SHOP}: 0 entries`);
  });
});
