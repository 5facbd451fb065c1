// A check that cannot fail is a defect: every rule of eslint.config.js fires on what it forbids, gives its reason, and leaves its exceptions alone.
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, it } from 'vitest';

const configured = new ESLint();
const { rules: needingTypes } = tseslint.configs.disableTypeChecked;
// Rules that need types look into files of the project; the others are tried on files that do not exist, in every folder.
const eslint = new ESLint({
  overrideConfig: {
    files: ['**/*'],
    languageOptions: { parserOptions: { projectService: false } },
    ...(needingTypes && { rules: needingTypes }),
  },
});

type Complaint = { rule: string | null; message: string };

async function complaints(filePath: string, code: string, linter = eslint): Promise<Complaint[]> {
  const results = await linter.lintText(code, { filePath });
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message }) => ({ rule: ruleId, message })),
  );
}

const lines = (count: number, line = 'void 0;\n') => line.repeat(count);

const forbidden: [rule: string, file: string, code: string, reason: RegExp][] = [
  [
    'meridian/environment-in-one-place',
    'app/services/x.ts',
    'export const port = process.env.PORT;',
    /checked once at start/,
  ],
  [
    'meridian/environment-in-one-place',
    'app/services/x.ts',
    "export const all = process['env'];",
    /checked once at start/,
  ],
  [
    'meridian/environment-in-one-place',
    'app/routes/x.tsx',
    'const { env } = process;\nvoid env;',
    /checked once at start/,
  ],
  [
    'meridian/environment-in-one-place',
    'server.ts',
    "import { env } from 'node:process';\nvoid env;",
    /checked once at start/,
  ],
  [
    'meridian/environment-in-one-place',
    'devstore/main.ts',
    'void process.env.PORT;',
    /checked once at start/,
  ],
  ['meridian/clock-and-randomness-from-deps', 'app/domain/x.ts', 'void Date.now();', /set the clock/],
  ['meridian/clock-and-randomness-from-deps', 'app/services/x.ts', 'void new Date();', /set the clock/],
  ['meridian/clock-and-randomness-from-deps', 'app/services/x.ts', 'void Date();', /set the clock/],
  ['meridian/clock-and-randomness-from-deps', 'app/queries/x.ts', 'void performance.now();', /set the clock/],
  ['meridian/clock-and-randomness-from-deps', 'app/storage/x.ts', 'void Math.random();', /dice/],
  ['meridian/clock-and-randomness-from-deps', 'worker.ts', 'void globalThis.crypto.randomUUID();', /dice/],
  [
    'meridian/clock-and-randomness-from-deps',
    'app/storage/x.ts',
    "import { randomBytes } from 'node:crypto';\nvoid randomBytes;",
    /dice/,
  ],
  [
    'meridian/database-client-in-its-place',
    'app/services/x.ts',
    "import pg from 'pg';\nvoid pg;",
    /forgets the shop/,
  ],
  [
    'meridian/database-client-in-its-place',
    'app/routes/x.tsx',
    "import { PrismaClient } from '@prisma/client';\nvoid PrismaClient;",
    /forgets the shop/,
  ],
  ['meridian/database-client-in-its-place', 'app/services/x.ts', "void import('pg');", /forgets the shop/],
  [
    'meridian/database-client-in-its-place',
    'app/services/x.ts',
    'export const read = (deps) => deps.prisma.member;',
    /outside its transaction/,
  ],
  ['meridian/exact-money', 'app/domain/x.ts', "void parseFloat('1.5');", /bigint minor units/],
  ['meridian/exact-money', 'app/domain/x.ts', "void Number.parseFloat('1.5');", /bigint minor units/],
  [
    'meridian/exact-money',
    'app/storage/x.ts',
    'export const shown = (n) => n.toFixed(2);',
    /bigint minor units/,
  ],
  [
    'meridian/exact-money',
    'app/services/x.ts',
    'export const points = (n) => Math.floor(n);',
    /bigint minor units/,
  ],
  ['meridian/exact-money', 'app/domain/x.ts', 'export const rate = 0.01;', /bigint minor units/],
  ['meridian/file-length', 'app/services/x.ts', lines(301), /301 lines, more than 300/],
  ['meridian/file-length', 'app/routes/x.tsx', lines(151), /151 lines, more than 150.*one use case/],
  [
    'meridian/function-length',
    'app/services/x.ts',
    `export function long() {\n${lines(59)}}`,
    /61 lines, more than 60/,
  ],
  [
    'meridian/function-length',
    'app/services/x.ts',
    `export const long = () => {\n${lines(59)}};`,
    /61 lines, more than 60/,
  ],
  ['@typescript-eslint/no-explicit-any', 'app/services/x.ts', 'export const x = (y: any) => y;', /any/],
  ['@typescript-eslint/no-explicit-any', 'tests/integration/x.test.ts', 'export const x = 1 as any;', /any/],
  [
    '@typescript-eslint/ban-ts-comment',
    'app/services/x.ts',
    '// @ts-ignore\nexport const x = 1;',
    /ts-ignore/,
  ],
  ['@typescript-eslint/no-unused-vars', 'scripts/x.ts', 'const unused = 1;', /never used/],
  ['no-warning-comments', 'app/services/x.ts', '// TODO later\nexport const x = 1;', /todo/],
  ['no-restricted-syntax', 'tests/integration/x.test.ts', "it.skip('x', () => {});", /shows nothing/],
  ['no-restricted-syntax', 'app/domain/x.test.ts', "describe.only('x', () => {});", /shows nothing/],
  ['no-restricted-syntax', 'tests/integration/x.test.ts', "vi.mock('../x.ts');", /the real thing/],
];

it.each(forbidden)('%s refuses in %s: %j', async (rule, file, code, reason) => {
  const found = (await complaints(file, code)).filter((complaint) => complaint.rule === rule);
  expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(reason)]);
});

const forbiddenByTypes: [rule: string, code: string][] = [
  ['no-floating-promises', 'export const f = () => { fetch("x"); };'],
  ['no-misused-promises', 'export const f = () => { if (fetch("x")) throw new Error(); };'],
  ['await-thenable', 'export const f = async () => { await 1; };'],
  [
    'switch-exhaustiveness-check',
    'export function f(x: "a" | "b") { switch (x) { case "a": throw new Error(); } }',
  ],
  ['no-unsafe-assignment', 'export const f = (): void => { const x = JSON.parse("{}"); void x; };'],
  ['no-unsafe-member-access', 'export const f = (): unknown => JSON.parse("{}").points as unknown;'],
  ['no-unsafe-call', 'export const f = (): unknown => JSON.parse("{}")() as unknown;'],
  ['no-unsafe-return', 'export const f = (): number => JSON.parse("1");'],
  ['no-unsafe-argument', 'export const f = (): number => Math.abs(JSON.parse("1"));'],
];

it.each(forbiddenByTypes)('@typescript-eslint/%s refuses %j', async (rule, code) => {
  const found = await complaints('app/domain/money.ts', code, configured);
  expect(found.map((complaint) => complaint.rule)).toContain(`@typescript-eslint/${rule}`);
});

const allowed: [file: string, code: string][] = [
  ['app/env.server.ts', 'export const env = process.env;'],
  ['devstore/env.ts', 'export const env = process.env;'],
  ['scripts/x.ts', 'export const now = process.env.NOW ?? Date.now();'],
  ['app/deps.server.ts', 'export const now = () => new Date();'],
  ['app/services/x.ts', 'export const at = (iso: string) => new Date(iso);'],
  ['app/services/x.ts', "import { createHash } from 'node:crypto';\nexport const hash = createHash;"],
  ['app/services/x.ts', "import type pg from 'pg';\nexport type Pool = pg.Pool;"],
  ['app/storage/x.ts', "import pg from 'pg';\nexport const pool = new pg.Pool();"],
  ['app/queries/x.ts', 'export const read = (deps: { prisma: unknown }) => deps.prisma;'],
  ['app/domain/x.ts', 'export const share = (points: bigint) => (points * 3n) / 2n;'],
  ['app/services/x.ts', lines(300)],
  ['tests/integration/x.test.ts', `export function long() {\n${lines(100)}}`],
];

it.each(allowed)('%s may say %j', async (file, code) => {
  expect(await complaints(file, code)).toEqual([]);
});

it('has no comment that switches a rule off', async () => {
  const code = '/* eslint-disable @typescript-eslint/no-explicit-any */\nexport const x = (y: any) => y;';
  const found = await complaints('app/services/x.ts', code);
  expect(found.map(({ rule }) => rule)).toContain('@typescript-eslint/no-explicit-any');
});

it('knows no rule of ours that this file does not try', async () => {
  const files = ['app/domain/x.ts', 'app/services/x.ts', 'app/routes/x.tsx', 'tests/integration/x.test.ts'];
  const configs = await Promise.all(
    files.map(
      (file) => configured.calculateConfigForFile(file) as Promise<{ rules: Record<string, unknown> }>,
    ),
  );
  const ours = new Set(
    configs.flatMap(({ rules }) => Object.keys(rules)).filter((rule) => rule.startsWith('meridian/')),
  );
  const tried = new Set(forbidden.map(([rule]) => rule));
  expect([...ours].filter((rule) => !tried.has(rule))).toEqual([]);
});
