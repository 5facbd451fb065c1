/** The widget as a shopper would find it: the extension's own Liquid and styles over a programme that need not be published, for a sample member. */
import { createEngine, type Engine } from '../../liquid/engine.ts';
import { escapeHtml } from '../../liquid/escape-html.ts';
import { settingValues, splitSchema } from '../../liquid/schema.ts';
import { minorUnitDigits } from '../domain/currency.ts';
import { EXAMPLE_TIMES, exampleAmount } from '../domain/example-order.ts';
import { decimalOfMinorUnits } from '../domain/money.ts';
import type { Market, Program } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { hundredths } from '../domain/storefront-money.ts';
import { GUEST, pricesHaveTax, samplePoints, type PreviewChoice } from '../domain/widget-preview.ts';
import { explanationLanguages, RIGHT_TO_LEFT } from '../locales/explanation-messages.ts';
import { closestTag } from '../locales/language.ts';
import { amountText, localeInMarket } from '../locales/reward-text.ts';
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { shopFacts } from '../storage/shop-traits.ts';
import type { MemberThemeData } from './member-theme-data.ts';
import { themeProgram, type ThemeProgram } from './theme-program.ts';
import { widgetFiles } from './widget-files.ts';

let engine: Engine | undefined;
const opened = (): Engine =>
  (engine ??= createEngine(widgetFiles, {
    assetPath: '/assets',
    money: {
      exponent: (currency) => minorUnitDigits(currency) ?? 2,
      text: (amount, currency, locale) => amountText(decimalOfMinorUnits(amount, currency), currency, locale),
    },
  }));

type Scene = {
  program: Program;
  theme: ThemeProgram;
  market: Market;
  language: string;
  choice: PreviewChoice;
};

/** The same for what this shop can carry, as of now. */
export async function previewOf(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  program: Program,
  choice: PreviewChoice,
): Promise<string> {
  return widgetPreview(program, await shopFacts(deps.pool, shop), choice, deps.clock.now());
}

/**
 * A whole HTML document, without scripts: what a theme shows before any has run. `now`: for the days that are told. Its links want a window of their own, which
 * the frame does not give them: in the frame itself they would lead to the admin's page, whose address is the base of what it shows.
 */
export function widgetPreview(program: Program, shop: ShopFacts, choice: PreviewChoice, now: Date): string {
  const theme = themeProgram({ number: 1, publishedAt: now.toISOString(), program }, shop);
  const market = program.markets.find(({ handle }) => handle === choice.market) ??
    program.markets[0] ?? { handle: '', countries: [], currency: shop.currency || 'USD', locale: 'en' };
  const language = closestTag(choice.language, explanationLanguages) ?? 'en';
  const scene = { program, theme, market, language, choice };
  const body = withoutScripts(withDays(bodyOf(scene), localeInMarket(language, market)));
  const direction = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
  return `<!doctype html><html lang="${escapeHtml(language)}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<base target="_blank"><title>${escapeHtml(choice.surface)}</title><style>${STYLES}</style></head><body class="preview-${choice.surface}">${body}</body></html>`;
}

function bodyOf(scene: Scene): string {
  const { surface } = scene.choice;
  if (surface === 'page') return `<main>${block('loyalty-page', scene)}</main>`;
  // The sheet as the launcher opens it; its script would.
  if (surface === 'panel')
    // What opens over the page covers the launcher: here nothing is on the browser's top layer.
    return block('loyalty-panel', scene)
      .replace('<dialog class="mrd-panel"', '<dialog open class="mrd-panel"')
      .replace('<button class="mrd-launcher"', '<button hidden class="mrd-launcher"');
  const price = amountText(
    exampleAmount(scene.program, scene.market.currency, EXAMPLE_TIMES),
    scene.market.currency,
    localeInMarket(scene.language, scene.market),
  );
  const product = `<div class="picture"></div><div class="line"></div><p><bdi>${escapeHtml(price)}</bdi></p>`;
  if (surface === 'cart') return `<main>${product}${block('loyalty-cart', scene)}</main>`;
  return `<main>${product}${block('loyalty-product', scene)}</main>${block('loyalty-panel', scene)}`;
}

function block(name: string, scene: Scene): string {
  const file = `blocks/${name}.liquid`;
  const { schema } = splitSchema(widgetFiles.get(file) ?? '');
  const { language, market } = scene;
  const locale = localeInMarket(language, market);
  const page = { currency: market.currency, language, locale, globals: objectsOf(scene) };
  const settings = settingValues(schema, {});
  return opened().render(file, page, {
    block: { id: name, type: name, settings, shopify_attributes: '' },
    section: null,
  });
}

/** The theme's objects, as far as the blocks read them. */
function objectsOf(scene: Scene): Record<string, unknown> {
  const { theme, market, language, choice } = scene;
  const currency = { iso_code: market.currency };
  const member = choice.shopper === GUEST ? null : sampleMember(scene);
  return {
    app: { metafields: { meridian: { program: { value: theme } } } },
    shop: { currency: market.currency },
    localization: {
      market: { handle: market.handle },
      country: { iso_code: market.countries[0] ?? '', currency },
      language: { iso_code: language },
    },
    request: { locale: { iso_code: language }, path: '/', page_type: 'product', design_mode: true },
    routes: { root_url: '/', account_login_url: '#', cart_url: '#', all_products_collection_url: '#' },
    cart: { currency, ...sampleCart(scene) },
    customer: member && {
      orders_count: 1,
      tags: [],
      metafields: { $app: { loyalty: { value: member } } },
    },
    product: sampleProduct(scene),
  };
}

/** One piece of the sample product; empty where another place is looked at. */
function sampleCart(scene: Scene): Record<string, unknown> {
  const { market, choice } = scene;
  const taxes_included = pricesHaveTax(market.countries[0]);
  const shared = { taxes_included, cart_level_discount_applications: [], requires_shipping: true };
  if (choice.surface !== 'cart')
    return { ...shared, item_count: 0, items: [], total_price: 0, items_subtotal_price: 0 };
  const price = samplePrice(scene);
  const item = { product: sampleProduct(scene), final_line_price: price, gift_card: false, quantity: 1 };
  return { ...shared, item_count: 1, items: [item], total_price: price, items_subtotal_price: price };
}

/** In hundredths. */
const samplePrice = ({ program, market }: Scene): number =>
  hundredths({ amount: exampleAmount(program, market.currency, EXAMPLE_TIMES) }) ?? 0;

function sampleProduct(scene: Scene): Record<string, unknown> {
  const variant = { id: 1, price: samplePrice(scene) };
  return {
    ...{ id: 0, tags: [], vendor: '', collections: [], 'gift_card?': false },
    variants: [variant],
    selected_or_first_available_variant: variant,
  };
}

function sampleMember({ theme, market, choice }: Scene): MemberThemeData {
  const available = samplePoints(theme, market.handle, market.currency);
  const level = theme.levels.find(({ id }) => id === choice.shopper);
  return {
    ...{
      v: 1,
      joined: true,
      earns: true,
      first: false,
      balance: available,
      available,
      pending: 0,
      next: null,
    },
    ...{ expiry: null, entries: [], codes: [], hold: null },
    tier: level ? { id: level.id } : null,
  };
}

/** Days as the widget's script writes them over the ones that Liquid has. */
function withDays(html: string, locale: string): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return html.replace(
    /(<time[^>]*datetime="(\d{4}-\d{2}-\d{2})[^"]*"[^>]*>)[^<]*/g,
    (_all, tag: string, date: string) => {
      return `${tag}${escapeHtml(day.format(new Date(date)))}`;
    },
  );
}

/** The frame runs none, and its styles are in its head. */
const withoutScripts = (html: string): string =>
  html.replace(/<script\b[^>]*>[\s\S]*?<\/script>|<link\b[^>]*>/g, '');

/** A quiet theme with Dawn's variables. */
const THEME = `:root{--color-background:255,255,255;--color-foreground:32,35,42;--color-button:32,35,42}
*{box-sizing:border-box}body{min-block-size:100vh;margin:0;background:#fff;color:#20232a;font:16px/1.5 system-ui,sans-serif}
main{padding:16px}.picture{block-size:160px;margin-block-end:16px;border-radius:8px;background:#e9ebee}
.line{inline-size:60%;block-size:20px;border-radius:4px;background:#d8dbe0}`;

const STYLES = [
  ...['loyalty.css', 'loyalty-panel.css', 'loyalty-page.css', 'loyalty-cart.css'].map((name) =>
    widgetFiles.get(`assets/${name}`),
  ),
  THEME,
].join('\n');
