// How the blocks look: the market's look of the programme, else the block's settings, else the theme; and never more than a look.
import { expect, it } from 'vitest';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { extensionLiquid } from '../support/extension-liquid.ts';

const able = { currency: 'USD', capabilities: { functions: true, storeCredit: false, giftCards: false } };
const look = {
  ...{ accent: '#aa0000', text: '#111111', background: '#fafafa', radius: 0 },
  launcher: { side: 'start', icon: 'gift' },
};

/** As the metafield has it, by JSON; `looks` may be what no programme holds. */
function told(looks: object): object {
  const program = ProgramSchema.parse({ ...startingProgram });
  const version = { number: 1, publishedAt: '2026-10-01T00:00:00Z', program };
  return { ...JSON.parse(JSON.stringify(storefrontProgram(version, able))), looks };
}

function panel(program: object, handle: string, settings: object): string {
  const globals = {
    app: { metafields: { meridian: { program: { value: program } } } },
    localization: { market: { handle } },
    routes: { root_url: '/', account_login_url: '/account/login' },
    block: { settings, shopify_attributes: '' },
  };
  const engine = extensionLiquid({ language: 'en', currency: 'USD', globals });
  return String(engine.renderFileSync('loyalty-panel'));
}

const partsOf = (html: string) => ({
  style: /<meridian-loyalty[^>]* style="([^"]*)"/.exec(html)?.[1]?.trim(),
  side: /data-side="([^"]*)"/.exec(html)?.[1],
  icon: /<button class="mrd-launcher"[\s\S]*?<path d="([^"]{8})/.exec(html)?.[1],
});
const STAR = 'M10 2.6l';
const GIFT = 'M3 7.4h1';

const { looks: published } = ProgramSchema.parse({ ...startingProgram, looks: { jp: look } });

it.each([
  ['the theme decides', {}, 'us', {}, '', 'end', STAR],
  [
    'settings decide where the market has no look',
    { jp: look },
    'us',
    { accent: '#00aa00', side: 'end', icon: 'star' },
    '--mrd-accent: #00aa00;',
    'end',
    STAR,
  ],
  [
    'the market’s look comes before settings',
    published,
    'jp',
    { accent: '#00aa00', paper: '#ffffff', side: 'end', icon: 'star' },
    '--mrd-accent: #aa0000; --mrd-paper: #fafafa; --mrd-ink: #111111; --mrd-radius: 0px;',
    'start',
    GIFT,
  ],
  [
    'a part of a look leaves the rest to the settings',
    { jp: { radius: 12 } },
    'jp',
    { accent: '#00aa00', side: 'end' },
    '--mrd-accent: #00aa00; --mrd-radius: 12px;',
    'end',
    STAR,
  ],
] as const)('%s', (_, looks, handle, settings, style, side, icon) => {
  const found = partsOf(panel(told(looks), handle, settings));
  expect(found).toEqual({ style: `${style}${style && ' '}--mrd-offset: 0px`, side, icon });
});

it('lets nothing through that is no look, whoever wrote the data', () => {
  const evil = ';}*{background:url(//evil)}" onload=alert(1) <script>';
  const looks = {
    us: {
      ...{ accent: `#000000${evil}`, text: evil, background: `red/**/${evil}`, radius: `9${evil}` },
      launcher: { side: evil, icon: evil },
    },
  };
  const html = panel(told(looks), 'us', {});
  expect(html).not.toMatch(/url\(|<script>|onload/);
  const { style, side, icon } = partsOf(html);
  expect([side, icon]).toEqual(['end', STAR]);
  expect(style).toMatch(/^--mrd-accent: #000000; --mrd-paper: red; /);
  expect(style?.split(';').every((one) => /^\s*(--mrd-[a-z]+: [\w#.]+)?$/.test(one))).toBe(true);
});
