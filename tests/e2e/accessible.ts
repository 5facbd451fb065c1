import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Frame, type Page } from '@playwright/test';
import type axe from 'axe-core';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/**
 * Nothing on the page, iframes included, that axe finds against WCAG 2.2 AA. Each frame by itself, and of its results the violations alone:
 * @axe-core/playwright joins the frames' whole results in another page, which takes three times as long and finds the same.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const found: string[] = [];
  for (const frame of page.frames()) if (await isLookedAt(frame)) found.push(...(await violationsIn(frame)));
  expect(found).toEqual([]);
}

/** Nothing runs in the studio's preview of the widget, axe neither; the same markup is looked at where it is a page (widget-states.test.ts). */
async function isLookedAt(frame: Frame): Promise<boolean> {
  if (frame.parentFrame() === null) return true;
  const classes = await (await frame.frameElement()).getAttribute('class');
  return !classes?.split(' ').includes('widget-preview');
}

/** A colour, or a size, on its way to another is neither: styles are there, and what moves has come to rest. */
async function isAtRest(frame: Frame): Promise<void> {
  await frame.waitForLoadState('load');
  await frame.evaluate(async () => {
    const moving = (root: Document | ShadowRoot): Animation[] => [
      ...root.getAnimations(),
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? moving(shadowRoot) : [])),
    ];
    const ending = () =>
      moving(document).filter(
        ({ effect, playState }) =>
          playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
      );
    // What comes to rest may set off what comes after it.
    for (let left = ending(); left.length > 0; left = ending())
      await Promise.allSettled(left.map(({ finished }) => finished));
  });
}

async function violationsIn(frame: Frame): Promise<string[]> {
  await isAtRest(frame);
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(AXE);
  return frame.evaluate(async (tags) => {
    const { axe: inFrame } = window as unknown as { axe: typeof axe };
    const options = { runOnly: tags, resultTypes: ['violations' as const], iframes: false };
    const { violations } = await inFrame.run(document, options);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`);
  }, TAGS);
}
