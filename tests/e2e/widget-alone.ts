// The widget on a page of its own, without a shop and without the app: what Liquid writes, the extension's files, and answers of the proxy.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from '@playwright/test';
import { EXTENSION } from '../support/extension-liquid.ts';

const ORIGIN = 'http://widget.test';

/** What the proxy, or the shop's Ajax API of the cart, answers to `file`, the last part of its path; `json` of nothing is `{}`. `never`: the answer does not come. */
export type Answer = Parameters<Route['fulfill']>[0] | 'abort' | 'never';

/** As a page of a theme without styles of its own. */
export function pageOf(language: string, body: string): string {
  const viewport = '<meta name="viewport" content="width=device-width">';
  return `<!doctype html><html lang="${language}">${viewport}<body style="margin: 16px">${body}`;
}

/** Goes to a page with this HTML; nothing but the extension's files and these answers is reached. Gives the paths that were asked for. */
export async function openAlone(page: Page, html: string, answer: (file: string) => Answer): Promise<URL[]> {
  const asked: URL[] = [];
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    asked.push(url);
    const [, first = ''] = url.pathname.split('/');
    const file = url.pathname.split('/').at(-1) ?? '';
    if (first === 'assets') {
      const contentType = file.endsWith('.css') ? 'text/css' : 'text/javascript';
      return route.fulfill({ contentType, body: readFileSync(join(EXTENSION, 'assets', file)) });
    }
    const isAsked = first === 'apps' || /^\/cart(?:\/update)?\.js$/.test(url.pathname);
    if (!isAsked) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    const said = answer(file);
    if (said === 'never') return;
    return said === 'abort' ? route.abort() : route.fulfill(said);
  });
  await page.goto(`${ORIGIN}/`);
  return asked;
}
