import { describe, expect, it } from 'vitest';
import demo from '../../scripts/demo-program.json' with { type: 'json' };
import { parseProgram } from '../domain/parse-program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import {
  GUEST,
  MEMBER,
  PREVIEW_SURFACES,
  WIDGET_LANGUAGES,
  type PreviewChoice,
} from '../domain/widget-preview.ts';
import { explanationLanguages } from '../locales/explanation-messages.ts';
import { widgetPreview } from './widget-preview.ts';

const parsed = parseProgram({ ...startingProgram, ...demo });
if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
const { program } = parsed;
const shop = { currency: 'USD', capabilities: { functions: true, storeCredit: true, giftCards: true } };
const now = new Date('2026-11-22T09:00:00.000Z');
const choice: PreviewChoice = { surface: 'panel', market: 'jp', language: 'ja', shopper: 'gold' };
const shown = (other: Partial<PreviewChoice>, of = program) =>
  widgetPreview(of, shop, { ...choice, ...other }, now);

describe('the preview', () => {
  it('has every language that shoppers read', () => {
    expect(WIDGET_LANGUAGES).toEqual(explanationLanguages);
  });

  it.each(PREVIEW_SURFACES)('of the %s is there in every language for guests and for members', (surface) => {
    for (const language of explanationLanguages)
      for (const shopper of [GUEST, MEMBER, 'gold']) {
        const html = shown({ surface, language, shopper });
        expect(html).not.toContain('Translation missing');
        expect(html).toContain('class="mrd');
        expect(html).toContain('.mrd-panel[open] {');
        expect(html).not.toMatch(/<script|<link/);
      }
  });

  it("speaks the market's currency and the language that was chosen, from right to left where it is written so", () => {
    expect(shown({})).toMatch(/lang="ja" dir="ltr"/);
    expect(shown({ surface: 'product' })).toContain('8,400');
    expect(shown({ language: 'ar', market: 'kw' })).toMatch(/lang="ar" dir="rtl"/);
  });

  it("writes all of its numbers in the market's digits", () => {
    const market = { handle: 'kw', countries: ['KW'], currency: 'KWD', locale: 'ar-KW-u-nu-arab' };
    const html = shown(
      { surface: 'product', language: 'ar', market: 'kw' },
      { ...program, markets: [market] },
    );
    const line = /data-part="shown">([\s\S]*?)<\/p>/.exec(html)?.[1]?.replaceAll(/<[^>]*>/g, '');
    expect(line).toMatch(/[٠-٩]/);
    expect(line).not.toMatch(/[0-9]/);
  });

  it('shows the level of the member, and none to guests', () => {
    expect(shown({})).toContain('ゴールド');
    expect(shown({ shopper: GUEST })).not.toContain('data-part="balance"');
  });

  it('shows the cart with points to spend in it, and what it earns', () => {
    const html = shown({ surface: 'cart', language: 'en', market: 'us' });
    expect(html).toMatch(/<meridian-cart[^>]*data-state="ready"/);
    expect(html).toMatch(/This cart earns/);
    const without = shown(
      { surface: 'cart', language: 'en', market: 'us' },
      { ...program, cartPoints: null },
    );
    expect(without).not.toContain('<meridian-cart');
    expect(without).toMatch(/This cart earns/);
  });

  it("is sure of what the programme counts taxes in only where the market's prices are shown so", () => {
    const taxes = (basis: 'asDisplayed' | 'included' | 'excluded', market: string) => {
      const earning = { ...program.earning, basis: { ...program.earning.basis, taxes: basis } };
      const html = shown(
        { surface: 'product', language: 'en', market, shopper: 'bronze' },
        { ...program, earning, campaigns: [] },
      );
      return html.includes('data-why="taxes"');
    };
    expect([taxes('asDisplayed', 'us'), taxes('included', 'us'), taxes('excluded', 'us')]).toEqual([
      false,
      true,
      false,
    ]);
    expect([taxes('asDisplayed', 'jp'), taxes('included', 'jp'), taxes('excluded', 'jp')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('has the launcher on a page, and not over the panel that it opened', () => {
    expect(shown({ surface: 'product' })).toMatch(/<button class="mrd-launcher"/);
    expect(shown({})).toMatch(/<dialog open class="mrd-panel"/);
    expect(shown({})).toMatch(/<button hidden class="mrd-launcher"/);
  });

  it('keeps what a merchant typed as text', () => {
    const named = { ...program, name: { en: '<script>alert(1)</script>"' } };
    expect(shown({ language: 'en' }, named)).not.toContain('<script>alert');
  });

  it('has links that lead nowhere: they ask for a window, and the frame may open none', () => {
    const html = shown({ shopper: GUEST });
    expect(html).toMatch(/<head>[\s\S]*<base target="_blank">[\s\S]*<\/head>/);
    expect(html).toMatch(/<a [^>]*href="#/);
    for (const [, target] of html.matchAll(/\btarget="([^"]*)"/g)) expect(target).toBe('_blank');
  });

  it('of a market that is gone, or a programme without any, is of the first, or of the shop', () => {
    expect(shown({ market: 'gone' })).toContain('class="mrd');
    const bare = { ...program, markets: [] };
    expect(shown({ surface: 'product', language: 'en' }, bare)).toContain('$84.00');
  });
});
