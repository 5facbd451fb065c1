import { Liquid, Tag } from 'liquidjs';
import type { Context, Emitter, TagToken, Template, TopLevelToken } from 'liquidjs';
import type { Parser } from 'liquidjs/dist/parser';
import { registerFilters, registerMoney, type Money, type MoneyFormat } from './filters.ts';
import { splitSchema } from './schema.ts';
import { readTranslations, translate } from './translate.ts';

/** Tags of LiquidJS that Shopify has not, or that app blocks may not use. */
const foreignTags = ['layout', 'block', 'include'];

/** How the engine renders one page: its language and currency, and the objects that every file of the folder sees. */
export type PageScope = Money & { globals: Record<string, unknown> };

export type Engine = {
  /** Renders a file such as "sections/header.liquid"; throws where it is not there or uses an unknown filter or tag. */
  render(path: string, page: PageScope, scope?: Record<string, unknown>): string;
};

export type EngineOptions = {
  /** Where the folder's assets are served. */
  assetPath: string;
  money: MoneyFormat;
  /** Adds what a theme has and an app's blocks have not. */
  extend?: (liquid: Liquid) => void;
};

/** An engine of its own for each folder, whose files are given by their paths in it: snippets, texts and assets of a theme and of an extension are not each other's. */
export function createEngine(
  files: ReadonlyMap<string, string>,
  { assetPath, money, extend }: EngineOptions,
): Engine {
  const templates: Record<string, string> = {};
  for (const [path, source] of files) {
    if (!path.endsWith('.liquid')) continue;
    const { liquid } = splitSchema(source);
    templates[path] = liquid;
    if (path.startsWith('snippets/')) templates[path.slice('snippets/'.length, -'.liquid'.length)] = liquid;
  }
  const liquid = new Liquid({
    templates,
    cache: true,
    strictFilters: true,
    ownPropertyOnly: true,
    dynamicPartials: true,
  });
  for (const tag of foreignTags) delete liquid.tags[tag];
  let page: PageScope = { currency: 'USD', language: 'en', globals: {} };
  registerFilters(liquid, assetPath);
  registerMoney(liquid, money, () => page);
  const translations = readTranslations(files);
  const t = (key: unknown, ...values: unknown[]) =>
    translate(translations, page.language, String(key), namedValues(values));
  liquid.registerFilter('t', t);
  liquid.registerFilter('translate', t);
  liquid.registerTag('style', StyleTag);
  extend?.(liquid);
  return {
    render(path, nextPage, scope = {}) {
      // Rendering is synchronous and never nests within one engine but for pages of the same language and currency.
      page = nextPage;
      return String(liquid.renderFileSync(path, scope, { globals: nextPage.globals }));
    },
  };
}

/** LiquidJS gives a filter's named arguments as pairs. */
function namedValues(values: readonly unknown[]): Record<string, unknown> {
  const pairs = values.filter((each): each is [string, unknown] => Array.isArray(each) && each.length === 2);
  return Object.fromEntries(pairs);
}

/** `{% style %}`: a style element. */
class StyleTag extends Tag {
  #templates: Template[] = [];
  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remaining, liquid);
    const stream = parser
      .parseStream(remaining)
      .on('tag:endstyle', () => stream.stop())
      .on('template', (template: Template) => this.#templates.push(template))
      .on('end', () => {
        throw new Error('A style tag is not closed.');
      });
    stream.start();
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    emitter.write('<style data-shopify>');
    yield this.liquid.renderer.renderTemplates(this.#templates, context, emitter);
    emitter.write('</style>');
  }
}
