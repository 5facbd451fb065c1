// The discount Function against Shopify's real Function schema of its API version: its input queries, what it answers, its configuration.
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import {
  buildClientSchema,
  coerceInputValue,
  isEnumType,
  isInputType,
  parse,
  validate,
  type IntrospectionQuery,
} from 'graphql';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { minorUnitDigits } from '../../app/domain/currency.ts';
import { amountOff, functionInput } from '../../extensions/localized-discount/src/cart.fixture.ts';
import * as exported from '../../extensions/localized-discount/src/index.js';
import { minorUnitDigits as digitsOfFunction } from '../../extensions/localized-discount/src/minor-units.js';
import { ADMIN_API_VERSION } from '../../scripts/admin-schema.ts';

const folder = 'extensions/localized-discount';
const { api_version: version, extensions } = z
  .object({
    api_version: z.string(),
    extensions: z.tuple([
      z.object({
        type: z.literal('function'),
        handle: z.string(),
        targeting: z.array(z.object({ target: z.string(), input_query: z.string(), export: z.string() })),
        input: z.object({ variables: z.object({ namespace: z.string(), key: z.string() }) }),
      }),
    ]),
  })
  .parse(parseToml(readFileSync(`${folder}/shopify.extension.toml`, 'utf8')));
const [extension] = extensions;

const schema = buildClientSchema(
  (
    JSON.parse(
      gunzipSync(
        readFileSync(`node_modules/@shopify/dev-mcp/dist/data/functions_discount_${version}.json.gz`),
      ).toString(),
    ) as { data: IntrospectionQuery }
  ).data,
);

/** What Shopify would refuse of a Function's answer. */
function faultsOf(answer: unknown, typeName: string): string[] {
  const type = schema.getType(typeName);
  if (!type || !isInputType(type)) throw new Error(`the schema has no input type ${typeName}`);
  const faults: string[] = [];
  coerceInputValue(answer, type, (path, _value, error) => faults.push(`${path.join('.')}: ${error.message}`));
  return faults;
}

it('speaks the API version of the app', () => expect(version).toBe(ADMIN_API_VERSION));

describe.each(extension.targeting)('$target', ({ input_query: file, export: name }) => {
  it('asks for what the schema has, and for nothing deprecated', () => {
    const document = parse(readFileSync(`${folder}/${file}`, 'utf8'));
    expect(validate(schema, document).map((error) => error.message)).toEqual([]);
    expect(document.definitions).toHaveLength(1);
  });

  it('has the export that it names, as the CLI writes it', () => {
    const camelCase = name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
    expect(Object.keys(exported)).toContain(camelCase);
  });
});

it('refuses a query of what is not there: the check can fail', () => {
  expect(validate(schema, parse('{ cart { worth } }'))).toHaveLength(1);
});

describe('what it answers', () => {
  const cart = {
    currency: 'JPY',
    lines: [{ amount: '4200', product: '7' }],
    groups: [{ country: 'JP', options: [['standard', '700']] as [string, string][] }],
  };
  const percentOff = { v: 1, kind: 'percentOff', percent: '10', ceilings: { JPY: '100' } };
  const products = { productIds: ['gid://shopify/Product/7'] };
  it.each([
    [amountOff, ['ORDER']],
    [percentOff, ['ORDER']],
    [{ ...amountOff, ...products }, ['PRODUCT']],
    [{ ...percentOff, ...products }, ['PRODUCT']],
    [{ v: 1, kind: 'freeProduct', pieces: 1, ...products }, ['PRODUCT']],
  ])('is a result of the cart target', (configuration, classes) => {
    const answer = exported.cartLinesDiscountsGenerateRun(functionInput(cart, configuration, classes));
    expect(answer.operations).toHaveLength(1);
    expect(faultsOf(answer, 'CartLinesDiscountsGenerateRunResult')).toEqual([]);
  });

  it.each([{}, { ceilings: { JPY: '500' } }])('is a result of the delivery target', (more) => {
    const configuration = { v: 1, kind: 'shipping', percent: '100', ...more };
    const answer = exported.cartDeliveryOptionsDiscountsGenerateRun(
      functionInput(cart, configuration, ['SHIPPING']),
    );
    expect(answer.operations).toHaveLength(1);
    expect(faultsOf(answer, 'CartDeliveryOptionsDiscountsGenerateRunResult')).toEqual([]);
  });

  it('would be found out: the check can fail', () => {
    expect(faultsOf({ operations: [{ off: '700' }] }, 'CartLinesDiscountsGenerateRunResult')).not.toEqual([]);
  });
});

it('has the digits of every currency of the platform that the app has', () => {
  const codes = schema.getType('CurrencyCode');
  if (!isEnumType(codes)) throw new Error('the schema has no CurrencyCode');
  const both = codes
    .getValues()
    .map(({ name }) => [name, minorUnitDigits(name), digitsOfFunction(name)] as const)
    .filter(([, digits]) => digits !== null);
  expect(both.length).toBeGreaterThan(150);
  expect(both.filter(([, digits, ours]) => digits !== ours)).toEqual([]);
});

it('has its texts in every language of the app', () => {
  const texts = ['en.default', 'de', 'ja', 'ar'].map((locale) =>
    Object.keys(
      JSON.parse(readFileSync(`${folder}/locales/${locale}.json`, 'utf8')) as Record<string, string>,
    ),
  );
  expect(new Set(texts.map((keys) => keys.join()))).toEqual(new Set(['name,description']));
});

it('bundles as the CLI does it, and runs where there is nothing but the language', async () => {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/src/index.js`],
    bundle: true,
    write: false,
    platform: 'neutral',
    target: 'es2022',
    format: 'iife',
    globalName: 'functions',
    // This version does not know the tsconfig's target and says so; the target is given above.
    logLevel: 'error',
  });
  // No Node, no browser: what Functions have. The result comes out as text, as it does there.
  const input = JSON.stringify(
    functionInput({ currency: 'KWD', lines: [{ amount: '9.000' }] }, amountOff, ['ORDER']),
  );
  const run = `${outputFiles[0]?.text}; JSON.stringify(functions.cartLinesDiscountsGenerateRun(${input}))`;
  expect(String(runInNewContext(run))).toContain('"value":{"fixedAmount":{"amount":"1.500"}}');
});
