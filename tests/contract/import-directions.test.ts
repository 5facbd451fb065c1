// A check that cannot fail is a defect: every rule of .dependency-cruiser.js fires on an import that it forbids, in a project made for it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.js';

let project: string;

/** A file, what it imports, and the rule that this breaks; null: none. */
const imports: [file: string, imported: string, rule: string | null][] = [
  ['app/domain/earn.ts', 'zod', null],
  ['app/domain/tax.ts', 'pino', 'domain-imports-only-itself-and-zod'],
  ['app/domain/log.ts', 'node:fs', 'domain-imports-only-itself-and-zod'],
  ['app/domain/text.ts', '../locales/en.ts', 'domain-imports-only-itself-and-zod'],
  ['app/domain/earn.test.ts', 'pino', null],
  ['app/locales/en.ts', '../domain/earn.ts', null],
  ['app/locales/de.ts', '../services/settle.ts', 'locales-import-only-domain'],
  ['app/storage/entries.ts', '../domain/earn.ts', null],
  ['app/storage/orders.ts', '../services/settle.ts', 'storage-and-shopify-know-no-use-case'],
  ['app/shopify/gateway.ts', '../queries/members.ts', 'storage-and-shopify-know-no-use-case'],
  ['app/jobs/audit.ts', '../services/settle.ts', 'storage-and-shopify-know-no-use-case'],
  ['app/jobs/start-jobs.ts', '../services/settle.ts', null],
  ['app/services/settle.ts', '../storage/entries.ts', null],
  ['app/services/enrol.ts', '../webhooks/topics.ts', 'use-cases-know-no-door'],
  ['app/queries/members.ts', '../storage/entries.ts', null],
  ['app/components/card.tsx', '../routes/app.tsx', 'use-cases-know-no-door'],
  ['app/routes/app.tsx', '../queries/members.ts', null],
  ['app/routes/app.members.tsx', '../storage/entries.ts', 'routes-go-through-use-cases'],
  ['app/webhooks/topics.ts', '../services/settle.ts', null],
  ['app/webhooks/start.ts', '../../server.ts', 'nobody-imports-a-program'],
  ['app/services/demo.ts', '../../devstore/main.ts', 'app-knows-no-dev-store'],
  ['app/services/build.ts', '../../scripts/build.ts', 'app-knows-no-dev-store'],
  ['devstore/main.ts', 'zod', null],
  ['devstore/payload.ts', '../app/domain/earn.ts', 'dev-store-knows-no-app'],
  ['liquid/engine.ts', 'zod', null],
  ['liquid/filters.ts', '../app/domain/earn.ts', 'liquid-knows-nobody'],
  ['widget/panel.js', './rows.js', null],
  ['widget/rows.js', '../app/domain/earn.ts', 'widget-imports-only-itself'],
  ['tests/naive/member.ts', './ratio.ts', null],
  ['tests/naive/ratio.ts', '../../app/domain/earn.ts', 'naive-model-knows-no-app'],
  ['app/services/one.ts', './other.ts', 'no-cycle'],
  // A cycle is told once.
  ['app/services/other.ts', './one.ts', null],
  ['app/services/check.ts', 'vitest', 'no-development-package-in-production'],
  ['scripts/build.ts', 'vitest', null],
  ['app/services/hidden.ts', 'unlisted', 'no-unlisted-package'],
  ['app/services/lost.ts', './nowhere.ts', 'everything-resolves'],
  ['server.ts', './app/routes/app.tsx', null],
];

function write(path: string, text: string): void {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'meridian-imports-'));
  const dependencies = { zod: '1.0.0', pino: '1.0.0' };
  write(
    'package.json',
    JSON.stringify({ name: 'x', type: 'module', dependencies, devDependencies: { vitest: '1.0.0' } }),
  );
  write('tsconfig.json', '{}');
  for (const name of ['zod', 'pino', 'vitest', 'unlisted']) {
    write(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js' }),
    );
    write(`node_modules/${name}/index.js`, 'export default 1;');
  }
  for (const [file, imported] of imports) write(file, `import x from '${imported}';\nexport default x;\n`);
});
afterAll(() => rmSync(project, { recursive: true }));

it('finds each forbidden import, and no other', async () => {
  const { forbidden, options } = config;
  const { output } = await cruise(['app', 'devstore', 'liquid', 'scripts', 'tests', 'widget', 'server.ts'], {
    ...options,
    baseDir: project,
    validate: true,
    ruleSet: { forbidden },
  });
  const { violations } = (output as ICruiseResult).summary;
  const found = violations.map(({ from, rule }) => `${from}: ${rule.name}`).sort();
  const expected = imports.flatMap(([file, , rule]) => (rule ? [`${file}: ${rule}`] : [])).sort();
  expect(found).toEqual(expected);
});

it('has a reason for every rule, and a case above', () => {
  const rules = config.forbidden ?? [];
  expect(rules.filter(({ comment }) => !comment)).toEqual([]);
  const tried = new Set(imports.map(([, , rule]) => rule));
  expect(rules.map(({ name }) => name).filter((name) => !tried.has(name ?? ''))).toEqual([]);
});
