// Themes to put the widget's blocks into: the structure and the custom properties of Dawn and of Horizon, and themes that mean no good.
import { BLOCKS, type Block } from './widget-blocks.ts';

/** `csp`: the policy that its page has. */
export type Theme = { css: string; body: (blocks: Record<Block, string>) => string; csp?: string };

const sections = (blocks: Record<Block, string>) =>
  BLOCKS.filter((block) => block !== 'panel')
    .map(
      (block) =>
        `<section id="shopify-section-${block}" class="shopify-section"><div class="rte">${blocks[block]}</div></section>`,
    )
    .join('');

/** What a theme has beside us: of every kind that our styles name or could name. */
const theirs = `<h2>Theirs</h2><p class="title">Text <a href="#">link</a></p><ul><li>One</li></ul><button type="button" class="button">Buy</button>
  <table><tr><th>A</th><td>B</td></tr></table><details><summary>More</summary><p>Less</p></details><progress value="1" max="2"></progress>
  <input type="range" aria-label="Theirs"><svg width="20" height="20"><path d="M0 0h9v9z"/></svg><div data-part="unknown" data-state="loading">
  <p data-part="next">Next</p></div><dialog id="theirs">Closed</dialog>`;

const page = (blocks: Record<Block, string>) =>
  `<header><h1>Theirs</h1></header><main id="content"><div class="theirs">${theirs}</div>${sections(blocks)}</main>
  <footer>Theirs</footer>${blocks.panel}`;

/** What a page hands down to whatever is in it; the widget takes these. */
const inherited = `body { margin: 0; color: #332211; font-family: Georgia, serif; text-align: center; } #content { box-sizing: border-box; width: 100%; padding: 0 16px; }`;

const resets = `
  html { font-size: 62.5%; }
  body { overflow-x: hidden; position: relative; line-height: 2.4; letter-spacing: 3px; word-spacing: 9px; text-transform: uppercase;
    text-indent: 20px; text-shadow: 1px 1px red; font-style: italic; font-size: 3rem; white-space: nowrap; }
  *, *::before, *::after { margin: 0; padding: 0; border: 0; outline: none; box-sizing: content-box; vertical-align: baseline; transition: all 9s; }
  *:focus { outline: none; }
  #content section { overflow: hidden; }
  #content section section, dialog section { padding: 80px 0; opacity: 0.1; max-width: 200px; }
  header { position: sticky; top: 0; z-index: 2147483647; background: black; color: white; }
  footer { padding: 90px; background: black; color: #333; }
  button, input, select, progress { all: unset; }
  #content button, body button { width: 100%; height: 12px; background: black; color: black; border-radius: 0; text-transform: uppercase; }
  #content .rte p, #content .rte h2, #content .rte h3, body dialog p { margin: 3em 0; font: italic 40px/1 cursive; color: red; }
  #content .rte a, a:any-link { display: none; color: red; }
  #content .rte li, dialog li { float: left; width: 50%; margin-left: 60px; list-style: square inside; }
  li::before, p::before, button::after, section::after { content: "★"; position: absolute; inset: 0; background: red; }
  svg { width: 100%; height: auto; fill: red; transform: rotate(45deg); }
  path, circle, rect { fill: red; stroke: none; }
  table, th, td { width: 900px; border: 3px solid red; white-space: nowrap; }
  h1, h2, h3 { font-size: 90px; }
  [hidden], template { display: block; }
  dialog { display: block; position: absolute; inset: 0; width: 200%; max-width: none; padding: 60px; opacity: 0.1; transform: translate(-50%, -50%); }
  summary, time, bdi { display: none; }
  div div { background: black; }
`;

/** Where a theme is heard above everything. What is taste stays the theme's; what the widget needs does not. */
const important = `
  html { font-size: 62.5% !important; }
  * { margin: 0 !important; min-width: 0 !important; min-height: 0 !important; outline: none !important; letter-spacing: 2px !important; }
  button, a { position: relative !important; display: block !important; height: auto !important; padding: 0 !important; background: #444 !important;
    color: #555 !important; border-radius: 0 !important; }
  [hidden], dialog, template { display: block !important; }
  svg { max-width: 100% !important; }
  section { overflow: hidden !important; }
`;

/** Dawn's: colours as "r,g,b" by scheme, a root of 62.5 %, a body that is a grid. */
const dawn = `
  :root { font-size: 62.5%; }
  :root, .color-scheme-1 { --color-background: 255,255,255; --color-foreground: 18,18,18; --color-button: 72,28,99; --color-button-text: 255,255,255; }
  .color-scheme-2 { --color-background: 36,40,51; --color-foreground: 255,255,255; --color-button: 255,214,102; --color-button-text: 0,0,0; }
  body, .color-scheme-2 { color: rgba(var(--color-foreground), 0.75); background: rgb(var(--color-background)); }
  *, *::before, *::after { box-sizing: inherit; }
  html { box-sizing: border-box; height: 100%; }
  body { display: grid; grid-template-rows: auto auto 1fr auto; grid-template-columns: 100%; min-height: 100%; margin: 0; font: 1.5rem/1.8 sans-serif;
    letter-spacing: 0.06rem; }
  h2, h3 { font-family: serif; font-weight: 400; letter-spacing: 0.06rem; }
  .rte p { margin: 0 0 1em; }
  .section { max-width: 120rem; margin: 0 auto; padding: 3.6rem 1.5rem; }
  summary { list-style: none; cursor: pointer; }
  .shopify-section { position: relative; isolation: isolate; }
`;

/** Horizon's: colours as colours, "r g b" beside them, and a page that scrolls inside of a body that does not. */
const horizon = `
  :root { --color-background: #fdf6ec; --color-background-rgb: 253 246 236; --color-foreground: #201a14; --color-foreground-rgb: 32 26 20;
    --color-primary-button-background: rgb(20 70 160 / 0); --color-primary-button-text: #1446a0; }
  .color-scheme-2 { --color-background: #10221c; --color-background-rgb: 16 34 28; --color-foreground: #f2fff8; --color-foreground-rgb: 242 255 248;
    --color-primary-button-background: rgb(140 230 180 / 1); color: var(--color-foreground); background: var(--color-background); }
  * { box-sizing: border-box; }
  html, body { height: 100dvh; overflow: hidden; }
  body { display: flex; flex-direction: column; margin: 0; color: var(--color-foreground); background: var(--color-background); font: 14px/1.4 sans-serif; }
  .page-wrapper { display: flex; flex-direction: column; height: 100dvh; overflow-y: auto; }
  .section { display: grid; grid-template-columns: 16px minmax(0, 1fr) 16px; }
  .section > * { grid-column: 2; }
  svg { display: block; max-width: 100%; }
  details { interpolate-size: allow-keywords; }
  input { font: inherit; }
`;

const schemes = (blocks: Record<Block, string>) =>
  BLOCKS.filter((block) => block !== 'panel')
    .map(
      (block, at) =>
        `<div id="shopify-section-${block}" class="shopify-section color-scheme-${(at % 2) + 1}"><div class="section">${blocks[block]}</div></div>`,
    )
    .join('');

const plain: Theme = { css: inherited, body: page };

/** `plain` is what `resets` is compared with: an element of ours is the same in both. */
export const THEMES = {
  plain,
  resets: { css: resets + inherited, body: page },
  important: { css: inherited + important, body: page, csp: "script-src 'self'" },
  dawn: { css: dawn, body: (blocks) => `<main id="MainContent">${schemes(blocks)}</main>${blocks.panel}` },
  horizon: {
    css: horizon,
    body: (blocks) => `<div class="page-wrapper"><main>${schemes(blocks)}</main></div>${blocks.panel}`,
  },
} satisfies Record<string, Theme>;

/** The page of a theme in its language's direction, as its shop would serve it. */
export function themePage(
  { css, body, csp }: Theme,
  language: string,
  blocks: Record<Block, string>,
  dir = language === 'ar' ? 'rtl' : 'ltr',
): string {
  const policy = csp ? `<meta http-equiv="Content-Security-Policy" content="${csp}">` : '';
  return `<!doctype html><html lang="${language}" dir="${dir}">${policy}<meta name="viewport" content="width=device-width"><title>Haven</title>
    <style>${css}</style><body>${body(blocks)}`;
}
