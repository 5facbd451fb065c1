// The admin as a merchant works in it, and the doors beside it through which a scene is made.
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import { keyOf, type Demo } from './start-demo.ts';

/** The app in Shopify's frame. */
export const app = (page: Page): FrameLocator => page.frameLocator('iframe[title="Meridian"]');
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
