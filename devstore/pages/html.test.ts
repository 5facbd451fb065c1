import { describe, expect, test } from 'vitest';
import { html, jsonForScript, safeHref, trusted } from './html.ts';

describe('html', () => {
  const attacks: [string, string, string][] = [
    ['an element', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['the end of a double-quoted value', '" onfocus="alert(1)', '&quot; onfocus=&quot;alert(1)'],
    ['the end of a single-quoted value', "' onfocus='alert(1)", '&#39; onfocus=&#39;alert(1)'],
    ['a value quoted by a backtick', '` onfocus=`', '&#96; onfocus=&#96;'],
    ['an entity', '&lt;b&gt;', '&amp;lt;b&amp;gt;'],
  ];
  test.each(attacks)('escapes %s in text and in attributes', (_name, attack, escaped) => {
    expect(html`<p title="${attack}">${attack}</p>`.toString()).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  test('keeps nested templates and joins lists', () => {
    const items = ['a & b', '<c>'].map((item) => html`<b>${item}</b>`);
    expect(html`<i>${items}</i>`.toString()).toBe('<i><b>a &amp; b</b><b>&lt;c&gt;</b></i>');
  });

  test('escapes strings inside lists', () => {
    expect(html`<p>${['<i>', ['<b>']]}</p>`.toString()).toBe('<p>&lt;i&gt;&lt;b&gt;</p>');
  });

  test('gives nothing for what is absent, and zero for zero', () => {
    expect(html`<p>${null}${undefined}${false}${true}${0}${0n}</p>`.toString()).toBe('<p>00</p>');
  });

  test('refuses an attribute value without quotes', () => {
    expect(() => html`<input value=${'x onfocus=alert(1)'} />`).toThrow('needs quotes');
  });

  test('takes an equals sign in text and inside a quoted value', () => {
    expect(html`<a href="/store?page=${2}">1 = ${1}</a>`.toString()).toBe(
      '<a href="/store?page=2">1 = 1</a>',
    );
  });

  test('does not trust an object that looks like markup', () => {
    const lookalike: unknown = { markup: '<b>' };
    expect(() => html`<p>${lookalike as string}</p>`).toThrow();
  });

  test('passes on what our own code trusts', () => {
    expect(html`<p>${trusted('<svg></svg>')}</p>`.toString()).toBe('<p><svg></svg></p>');
  });
});

describe('jsonForScript', () => {
  test('cannot close its script element', () => {
    const text = jsonForScript({ name: '</script><script>alert(1)//', note: '<!--' }).toString();
    expect(text).not.toContain('<');
    expect(JSON.parse(text)).toEqual({ name: '</script><script>alert(1)//', note: '<!--' });
  });
});

describe('safeHref', () => {
  test.each(['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x'])(
    'refuses %s',
    (address) => {
      expect(safeHref(address)).toBe('#');
    },
  );
  test.each(['/admin/orders/1', 'https://example.com/a', '?page=2', 'mailto:ada@example.com'])(
    'keeps %s',
    (address) => {
      expect(safeHref(address)).toBe(address);
    },
  );
});
