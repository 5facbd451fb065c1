// The theme extension passes Shopify's own linter without an offence, and what that linter does not look at is looked at here.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { themeCheckRun } from '@shopify/theme-check-node';
import { expect, it } from 'vitest';
import { widgetScripts } from '../../scripts/widget-scripts.ts';
import { EXTENSION } from '../support/extension-liquid.ts';

const names = (folder: string): string[] => readdirSync(join(EXTENSION, folder));
const read = (folder: string, name: string): string => readFileSync(join(EXTENSION, folder, name), 'utf8');

type Texts = { [key: string]: string | Texts };
const PLURAL = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);

/** Every text by its path; the plural forms of one text count as one. */
function textsOf(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] => {
    if (PLURAL.has(key)) return key === 'other' ? [[path, String(value)]] : [];
    const at = path ? `${path}.${key}` : key;
    return typeof value === 'string' ? [[at, value]] : textsOf(value, at);
  });
}

it('is clean under theme-check', async () => {
  const { offenses, theme } = await themeCheckRun(EXTENSION, 'theme-check:theme-app-extension');
  expect(theme.length).toBeGreaterThan(10);
  expect(
    offenses.map(({ check, uri, message, start }) => `${uri}:${start.line + 1} ${check}: ${message}`),
  ).toEqual([]);
});

it('has a folder for nothing but what Shopify takes', () => {
  expect(names('.').sort()).toEqual(['assets', 'blocks', 'locales', 'shopify.extension.toml', 'snippets']);
});

/** What Shopify documents for app blocks alone, and no JSON schema has: decision 0040. */
const OF_APP_BLOCKS = ['target', 'enabled_on', 'autofill'];
type Schema = { name: string; target: string; enabled_on?: { templates: string[] }; settings: Setting[] };
type Setting = { type: string; id?: string; label?: string; content?: string; default?: unknown };
/** Left empty they mean the theme's colours, the page's product, the programme's name: decision 0046. */
const EMPTY_AT_FIRST = new Set(['header', 'color', 'product', 'text']);

function schemaOf(block: string): Schema {
  return JSON.parse(
    /\{% schema %\}([\s\S]*)\{% endschema %\}/.exec(read('blocks', block))?.[1] ?? '',
  ) as Schema;
}

/** What theme-check has against these blocks by its JSON schemas, which it does not ask of an app's: as blocks of a theme. */
async function schemaOffenses(schemas: Record<string, object>): Promise<string[]> {
  const theme = mkdtempSync(join(tmpdir(), 'meridian-blocks-'));
  try {
    mkdirSync(join(theme, 'blocks'));
    cpSync(join(EXTENSION, 'locales'), join(theme, 'locales'), { recursive: true });
    for (const [name, schema] of Object.entries(schemas)) {
      const json = JSON.stringify(schema, (key, value: unknown) =>
        OF_APP_BLOCKS.includes(key) ? undefined : value,
      );
      writeFileSync(join(theme, 'blocks', name), `<p></p>{% schema %}${json}{% endschema %}`);
    }
    const { offenses } = await themeCheckRun(theme, 'theme-check:all');
    const ofSchemas = offenses.filter(({ check }) => /Schema|Setting|JSON/i.test(check));
    return ofSchemas.map(({ check, uri, message }) => `${uri.split('/').at(-1)} ${check}: ${message}`);
  } finally {
    rmSync(theme, { recursive: true });
  }
}

it('has schemas that pass the JSON schemas that theme-check ships', async () => {
  const schemas = Object.fromEntries(names('blocks').map((name) => [name, schemaOf(name)]));
  expect(await schemaOffenses(schemas)).toEqual([]);
  const faulty = { name: 'x', settings: [{ type: 'colour', id: 'a', label: 'A' }], presets: [{}] };
  const found = await schemaOffenses({ 'faulty.liquid': faulty });
  expect(found.join('\n')).toMatch(/ValidSchema/);
});

it.each(names('blocks'))('the schema of %s has what theme-check does not know of app blocks', (name) => {
  const schema = schemaOf(name);
  const texts = new Map(textsOf(JSON.parse(read('locales', 'en.default.schema.json'))));
  // Shopify's limit for the name in the editor's list.
  expect(texts.get(schema.name.slice(2))?.length).toBeLessThan(25);
  expect(['section', 'body']).toContain(schema.target);
  expect(schema.settings.length).toBeGreaterThan(0);
  for (const { label, content } of schema.settings) expect(label ?? content).toMatch(/^t:/);
  // App blocks have no presets: what a merchant adds is what the defaults make of it.
  expect(schema).not.toHaveProperty('presets');
  const unset = schema.settings.filter((one) => !EMPTY_AT_FIRST.has(one.type) && one.default === undefined);
  expect(unset).toEqual([]);
});

/** Of a style sheet the rules that no other rule is around, by what they are for; conditions are looked into. */
function outerRules(css: string): string[] {
  const rules: string[] = [];
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  let depth = 0;
  let start = 0;
  for (const { 0: brace, index } of plain.matchAll(/[{}]/g)) {
    const head = plain.slice(start, index).trim();
    const isCondition = depth === 0 && brace === '{' && /^@(?:media|supports|layer) /.test(head);
    if (depth === 0 && brace === '{' && !isCondition) rules.push(head);
    if (!isCondition) depth = Math.max(0, depth + (brace === '{' ? 1 : -1));
    if (depth === 0) start = index + 1;
  }
  return rules;
}

it('styles nothing but what is ours', () => {
  const ours =
    /^(?:@keyframes mrd-|@property --mrd-|html:has\(\.mrd-panel\[open\]\)$|(?:meridian-loyalty)?\.mrd(?![\w-]))/;
  const sheets = names('assets').filter((each) => each.endsWith('.css'));
  for (const sheet of sheets) {
    const css = read('assets', sheet);
    const selectors = outerRules(css).flatMap((rule) => rule.split(/,\n/).map((one) => one.trim()));
    expect(selectors.length).toBeGreaterThan(0);
    expect(selectors.filter((one) => !ours.test(one))).toEqual([]);
    // Inside of such a rule all is within the widget, unless a selector ends with it.
    expect(css).not.toMatch(/^\s*[^\s&].*&.*[{,]$/m);
  }
});

it('mirrors by itself: no physical sides in the style sheets', () => {
  const physical =
    /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|max-width|max-height|min-width|min-height|text-align:\s*(?:left|right))\s*:/m;
  for (const name of names('assets').filter((each) => each.endsWith('.css')))
    expect(read('assets', name).replace(/@media[^{]+/g, '')).not.toMatch(physical);
});

const scripts = await widgetScripts();

/** Of the four, theme-check misses only the one that the blocks name; a stale one nobody would. */
it('has the scripts in its folder that widget/ makes: `npm run build` writes them', () => {
  const built = names('assets').filter((each) => each.endsWith('.js'));
  expect(built.sort()).toEqual([...scripts.keys()].sort());
  expect(built.filter((name) => read('assets', name) !== scripts.get(name))).toEqual([]);
});

it('makes no markup of what it reads', () => {
  expect(scripts.size).toBeGreaterThan(0);
  for (const text of scripts.values())
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/);
});
