/** What the stand-in knows of its surroundings; `frameOrigin` is the dev store's, from which the script was loaded. */
export type Config = {
  apiKey: string;
  shop: string;
  host: string;
  locale: string;
  frameOrigin: string;
};

// Client-side navigation drops the query, and a reload inside the frame must still find the shop: Shopify's script keeps them too.
const REMEMBERED = 'devstore-app-bridge-config';

/** Reads the script element, the meta tag and the address; what the address lacks comes from the tab's memory. */
export function readConfig(script: HTMLScriptElement): Config {
  const remembered: unknown = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '{}');
  const old = typeof remembered === 'object' && remembered !== null ? remembered : {};
  const parameters = new URLSearchParams(location.search);
  const read = (name: 'shop' | 'host' | 'locale', fallback: string) => {
    const before: unknown = (old as Record<string, unknown>)[name];
    return parameters.get(name) ?? (typeof before === 'string' ? before : fallback);
  };
  const meta = document.querySelector('meta[name="shopify-api-key"]')?.getAttribute('content');
  const config = {
    apiKey: script.dataset['apiKey'] ?? meta ?? '',
    shop: read('shop', ''),
    host: read('host', ''),
    locale: read('locale', 'en-US'),
    frameOrigin: new URL(script.src).origin,
  };
  const { shop, host, locale } = config;
  sessionStorage.setItem(REMEMBERED, JSON.stringify({ shop, host, locale }));
  return config;
}
