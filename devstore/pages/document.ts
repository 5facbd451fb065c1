import type { Html } from './html.ts';
import { html } from './html.ts';

/** Which pages a page is of; each has style sheets of its own beside the shared ones. */
export type StyleName = keyof typeof styleSheets;

const styleSheets = {
  doors: ['doors'],
  admin: ['admin', 'admin-content', 'order', 'app-frame'],
  webhooks: ['admin', 'admin-content', 'order', 'webhooks'],
} as const;
export type ScriptName = 'frame' | 'admin' | 'webhooks';

const shared = ['base', 'controls'];
const ofTheme = ['store', 'store-product', 'store-checkout'];

/** True for the style sheets of the storefront's theme. */
export function isOfTheme(name: string): boolean {
  return ofTheme.includes(name);
}

/** True for the name of a style sheet that some page uses. */
export function isStyleSheet(name: string): boolean {
  return [...shared, ...ofTheme, ...Object.values(styleSheets).flat()].includes(name);
}

export type DocumentParts = {
  title: string;
  body: Html;
  styles: StyleName;
  scripts?: readonly ScriptName[];
  /** BCP 47; default English. */
  lang?: string;
  direction?: 'ltr' | 'rtl';
  bodyClass?: string;
  /** Where styles come from when the page is served by the proxy. */
  assetOrigin?: string;
};

/** A whole page. */
export function document(parts: DocumentParts): Html {
  const {
    title,
    body,
    styles,
    scripts = [],
    lang = 'en',
    direction = 'ltr',
    bodyClass = '',
    assetOrigin = '',
  } = parts;
  return html`<!doctype html>
    <html lang="${lang}" dir="${direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="${assetOrigin}/assets/icon.svg" type="image/svg+xml" />
        ${[...shared, ...styleSheets[styles]].map((name) => html`<link rel="stylesheet" href="${assetOrigin}/assets/${name}.css" />`)}
        ${scripts.map((name) => html`<script type="module" src="${assetOrigin}/assets/${name}.js"></script>`)}
      </head>
      <body class="${bodyClass}">
        ${body}
      </body>
    </html>`;
}
