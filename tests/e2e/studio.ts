// The admin as a merchant works in it, and the doors beside it through which a scene is made.
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import { keyOf, type Demo } from './start-demo.ts';

/** The app in Shopify's frame. */
export const app = (page: Page): FrameLocator => page.frameLocator('iframe[title="Meridian"]');

/** A page of the admin, once what is pressed in the app does something: React has taken over what the server has drawn. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await answers(page);
}

/** After the page was loaded: a button of the server's HTML is enabled, and a press of it is lost. */
export async function answers(page: Page): Promise<void> {
  const html = app(page).locator('html');
  // A frame that goes on to its document meanwhile is asked again.
  const look = () => html.evaluate(isTakenOver).catch(() => false);
  await expect.poll(look, { intervals: [20], timeout: 60_000 }).toBe(true);
}

/** In the frame: what React keeps at the document that it draws. A client that has not begun has nothing there. */
function isTakenOver({ ownerDocument }: Element): boolean {
  type Root = { stateNode: { current: { memoizedState: { isDehydrated: boolean } } } };
  const entry = Object.entries(ownerDocument).find(([key]) => key.startsWith('__reactContainer$'));
  return entry !== undefined && !(entry[1] as Root).stateNode.current.memoizedState.isDehydrated;
}

export const saveBar = (page: Page): Locator => page.getByRole('region', { name: 'Unsaved changes' });
export const save = (page: Page): Promise<void> =>
  saveBar(page).getByRole('button', { name: 'Save' }).click();
/** The newest that says so: an earlier one may still stand above it. */
export const toast = (page: Page, words: string): Locator =>
  page.getByRole('status').locator('.toast').filter({ hasText: words }).last();

/** The REST API under /program, as the operator's system asks it. */
export async function programApi<T>(
  demo: Pick<Demo, 'appUrl' | 'dataDir'>,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`${demo.appUrl}/api/v1/program${path}`, {
    method,
    headers: { Authorization: `Bearer ${keyOf(demo)}`, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
  return (await response.json()) as T;
}

/** The dev store's control API. */
export async function control<T>(
  { storeUrl }: Pick<Demo, 'storeUrl'>,
  path: string,
  body: object,
): Promise<T> {
  const response = await fetch(`${storeUrl}/control${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
  return (await response.json()) as T;
}
