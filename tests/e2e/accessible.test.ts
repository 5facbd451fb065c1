// What the other tests' axe finds, where something is to be found.
import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';

const html = (title: string, body: string) =>
  `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1>${body}</main>`;
const framed = (body: string, more = '') =>
  `<iframe title="Inside" ${more} srcdoc='${html('Frame', body)}'></iframe>`;

test('a fault is found in the page and in a frame, and in the preview that nothing runs in it is left to others', async ({
  page,
}) => {
  const input = '<input type="text">';
  await page.setContent(html('Page', `<img src="data:,">${framed(input)}`));
  await expect(expectAccessible(page)).rejects.toThrow(/image-alt: img[^]*label: input/);
  await page.setContent(html('Page', framed(input)));
  await expect(expectAccessible(page)).rejects.toThrow(/label: input/);
  await page.setContent(html('Page', framed(input, 'class="widget-preview"')));
  await expectAccessible(page);
});
