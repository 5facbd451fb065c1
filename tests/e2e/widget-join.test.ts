// Joining an opt-in programme from the widget, on a phone, in three languages.
import { expect } from '@playwright/test';
import { laterSecond } from '../support/later-second.ts';
import { expectAccessible } from './accessible.ts';
import { newcomer, openPanel, panel, widget, type Market } from './widget-scenes.ts';
import { storefrontTest as test } from './shared-demo.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' }, viewport: { width: 390, height: 800 } });

const headers = () => ({ Authorization: `Bearer ${process.env.API_KEY}` });
const api = (method: string, path: string, body?: object) =>
  fetch(`${process.env.APP_URL}/api/v1/${path}`, {
    method,
    headers: headers(),
    ...(body && { body: JSON.stringify(body) }),
  });

type Program = { enrolment: object };
type State = { app: { metafields: { key: string; value: string }[] } };
let before: Program;

/** Publishes it and waits until the theme has it, and until who comes is of this version. */
async function publish(program: Program, mode: 'automatic' | 'optIn'): Promise<void> {
  expect((await api('PUT', 'program/draft', program)).status).toBe(200);
  expect((await api('POST', 'program/publish', {})).status).toBe(200);
  await expect
    .poll(async () => {
      const response = await fetch(`${process.env.DEVSTORE_URL}/control/state`);
      const { app } = (await response.json()) as State;
      const value = app.metafields.find(({ key }) => key === 'program')?.value ?? '{}';
      return (JSON.parse(value) as { join: object | null }).join === null ? 'automatic' : 'optIn';
    })
    .toBe(mode);
  await laterSecond();
}

test.beforeAll(async () => {
  const response = await api('GET', 'program');
  before = ((await response.json()) as { program: Program }).program;
  const terms = { version: '2026-12', url: { en: '/pages/terms', ja: '/ja/pages/terms' } };
  await publish({ ...before, enrolment: { ...before.enrolment, mode: 'optIn', terms } }, 'optIn');
});
test.afterAll(() => publish(before, 'automatic'));

for (const market of ['us', 'jp', 'gulf'] as const satisfies Market[])
  test(`a newcomer of ${market} joins with one button, and is a member at once`, async ({ page }) => {
    const id = await newcomer(page, market);
    await openPanel(page, market);
    await expect(widget(page)).toHaveAttribute('data-state', 'join');
    const join = panel(page).locator('[data-action="join"]');
    await expect(join).toBeInViewport();
    const { width, height } = (await panel(page).locator('.mrd-join a').boundingBox()) ?? {
      width: 0,
      height: 0,
    };
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    await expectAccessible(page);
    expect((await api('GET', `members/${id}`)).status).toBe(404);

    await expect(panel(page).locator('[data-part=level]')).toBeHidden();
    await join.click();
    await expect(widget(page)).toHaveAttribute('data-state', 'zero');
    await expect(panel(page).locator('[data-part=level-text]')).toHaveText(/\S/);
    await expect(join).toBeHidden();
    await expect(panel(page).locator('h2')).toBeFocused();
    expect((await api('GET', `members/${id}`)).status).toBe(200);
    await expectAccessible(page);
  });

test('terms that changed since the page was made are told, and shown before one joins by them', async ({
  page,
}) => {
  await newcomer(page, 'us');
  // Once it has asked: a click from before the panel's script is made again later, by the terms of then.
  const answered = page.waitForResponse(/\/apps\/loyalty\/member/);
  await openPanel(page, 'us');
  await answered;
  // In one turn with the click: the open panel asks every second, and learns the terms in force by itself.
  await panel(page)
    .locator('[data-action="join"]')
    .evaluate((button: HTMLElement) => {
      document.querySelector('[data-part="join-footer"]')?.setAttribute('data-terms', '2025-01');
      button.click();
    });
  await expect(panel(page).locator('.mrd-join [role="alert"]')).toHaveText(/terms have changed/);
  await expect(panel(page).locator('[data-part="join-footer"]')).toHaveAttribute('data-terms', '2026-12');
  await panel(page).locator('[data-action="join"]').click();
  await expect(widget(page)).toHaveAttribute('data-state', 'zero');
});
