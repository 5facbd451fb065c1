// What a shopper wishes for in the panel, and what is sent of it: the price that was seen, a new wish after an old one is over, a birthday. Without an app:
// answers come when the test says, or are lost.
import { expect, test, type Page, type Request } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { openAlone, pageOf, type Answer } from './widget-alone.ts';
import { answersOf } from './widget-answers.ts';
import { blocksOf, HELD, MEMBERS, SOON, type Language, type State } from './widget-blocks.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const panel = (page: Page) => page.getByRole('dialog');
const first = (page: Page) => panel(page).locator('[data-list=reward] li').first();
const redeem = (page: Page) => first(page).locator('[data-action=redeem]').click();
const keyOf = (request: Request) => request.headers()['idempotency-key'];

type Lists = { rewards: { points: number }[]; redemptions: object[] };

/** What the state's member is answered, until it becomes something else. */
function answered(state: State, language: Language) {
  const usual = answersOf(state, language);
  const changed = new Map<string, Answer>();
  return {
    answer: (file: string) => changed.get(file) ?? usual(file),
    lists: (usual('rewards') as { json: Lists }).json,
    become: (file: string, answer: Answer) => changed.set(file, answer),
  };
}

async function openPanel(page: Page, state: State, language: Language, answer: (file: string) => Answer) {
  const asked = await openPage(page, state, language, answer);
  await page.locator('.mrd-launcher').click();
  await expect(panel(page)).toBeVisible();
  return asked;
}

const openPage = (
  page: Page,
  state: State,
  language: Language,
  answer: (file: string) => Answer,
  data = {},
) => openAlone(page, pageOf(language, blocksOf(state, language, data).panel), answer);

const sentBy = async (page: Page, act: () => Promise<void>): Promise<Request> => {
  const [request] = await Promise.all([page.waitForRequest(/\/redemptions\?/), act()]);
  return request;
};

test('the latest points that the page was drawn with give way to those that the app answers', async ({
  page,
}) => {
  // Without a code that is under way: with one the lists are written again each second.
  const { answer, become } = answered('pending', 'en');
  const texts = ['Third', 'Second', 'First'];
  const entries = texts.map((text, seq) => ({ seq, points: 100, at: SOON, availableAt: null, text }));
  const drawn = texts.map((text) => ({ p: 100, at: SOON, t: { en: text } }));
  become('entries', { json: { entries, next: null } });
  await openPage(page, 'pending', 'en', answer, { member: { ...MEMBERS.pending, entries: drawn } });
  const rows = page.locator('[data-list=entry] li');
  await expect(rows).toHaveCount(3);
  await page.locator('.mrd-launcher').click();
  await expect(rows.and(page.locator('[data-id="0"]'))).toBeVisible();
  await expect(rows.locator('[data-part=text]')).toHaveText(texts);
});

test('what is sent is the price beside the button at the tap, whatever comes while the list is waited for', async ({
  page,
}) => {
  const { answer, lists, become } = answered('normal', 'en');
  const { rewards, redemptions } = lists;
  become('rewards', { json: { rewards: rewards.map((one) => ({ ...one, points: 700 })), redemptions } });
  become('redemptions', { status: 409, json: { refusal: { text: 'It costs 700 points now' } } });
  const waited = Promise.withResolvers<void>();
  await openPage(page, 'normal', 'en', answer);
  await page.route(/\/apps\/loyalty\/member/, async (route) => {
    await waited.promise;
    await route.fallback();
  });
  await page.locator('.mrd-launcher').click();
  await expect(first(page)).toContainText('500 points');
  const sent = await sentBy(page, async () => {
    await redeem(page);
    waited.resolve();
  });
  expect(sent.postDataJSON()).toEqual({ rewardId: 'five', points: 500 });
  await expect(first(page).getByRole('alert')).toHaveText('It costs 700 points now');
  await expect(first(page)).toContainText('700 points');
  const again = await sentBy(page, () => redeem(page));
  expect(again.postDataJSON()).toEqual({ rewardId: 'five', points: 700 });
});

test('a wish whose answer was lost is asked again as the same; once what it made is over, as another', async ({
  page,
}) => {
  const { answer, lists, become } = answered('normal', 'en');
  const made = { ...lists.redemptions[0], id: 'made' };
  const has = (available: number, redemptions: object[]) => {
    const points = { available, pending: 0, balance: available, next: null, nextExpiry: null };
    become('member', { json: { member: { points, worth: null, tier: null }, join: null } });
    become('rewards', { json: { ...lists, redemptions } });
  };
  has(1_240, []);
  become('redemptions', 'abort');
  become('cancel', { json: { redemption: { ...made, status: 'cancelled' }, returned: 500 } });
  await openPanel(page, 'normal', 'en', (file) => {
    // With the answer and not before: the panel looks by itself too, and would take the code away from under the tap.
    if (file === 'cancel') has(1_240, [{ ...made, status: 'cancelled' }]);
    return answer(file);
  });
  const codes = panel(page).locator('[data-list=code] li');
  await expect(codes).toHaveCount(0);
  const lost = keyOf(await sentBy(page, () => redeem(page)));
  expect(lost).toBeTruthy();
  await expect(first(page).getByRole('alert')).toBeVisible();
  expect(keyOf(await sentBy(page, () => redeem(page)))).toBe(lost);
  // It was made all the same, and is given back.
  has(740, [made]);
  await expect(codes).toHaveCount(1);
  expect(keyOf(await sentBy(page, () => redeem(page)))).toBe(lost);
  await codes.locator('[data-action=cancel]').click();
  await expect(codes).toHaveCount(0);
  expect(keyOf(await sentBy(page, () => redeem(page)))).not.toBe(lost);
});

test('offline with nothing loaded it offers to try again, however often it has asked, and asks less often', async ({
  page,
}) => {
  const start = Date.now();
  await page.clock.install({ time: start });
  const asked = await openPage(page, 'loading', 'en', () => 'abort');
  // From here on no time passes but that which the test lets pass.
  await page.clock.pauseAt(start + 60_000);
  await page.locator('.mrd-launcher').click();
  const asks = () => asked.filter(({ pathname }) => pathname.endsWith('/member')).length;
  for (const [seconds, most] of [
    [0, 1],
    [2, 2],
    [4, 3],
    [8, 4],
  ] as const) {
    await page.clock.runFor(seconds * 1_000);
    await expect.poll(asks).toBe(most);
    // The page has heard of what came of it before it hears of this.
    await page.evaluate(() => fetch('/apps/loyalty/last').catch(() => undefined));
    await expect(panel(page).getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect(panel(page).locator('[data-part=offline]')).toBeHidden();
  }
});

test('a birthday is told by the month’s name: a day that is none is refused beside it, and what was taken is said', async ({
  page,
}) => {
  const { answer, become } = answered('normal', 'ja');
  await openPanel(page, 'normal', 'ja', answer);
  const birthday = panel(page).locator('.mrd-birthday');
  const save = birthday.getByRole('button', { name: '保存' });
  const sent = page.waitForRequest((one) => /\/birthday\?/.test(one.url()) && one.method() === 'POST');
  await save.click();
  await expect(birthday.getByLabel('月', { exact: true })).toBeFocused();
  await birthday.getByLabel('月', { exact: true }).selectOption('2月');
  await birthday.getByLabel('日', { exact: true }).selectOption('30');
  become('birthday', { status: 422, json: { refusal: { text: 'この日付は存在しません。' } } });
  await save.click();
  expect((await sent).postDataJSON()).toEqual({ month: 2, day: 30 });
  await expect(birthday.getByRole('alert')).toHaveText('この日付は存在しません。');
  await birthday.getByLabel('日', { exact: true }).selectOption('28');
  become('birthday', { json: { birthday: { month: 2, day: 28 }, changeableFrom: '2099-11-22' } });
  await save.click();
  await expect(birthday.getByRole('status')).toHaveText(/^保存しました。.*2099年11月22日/);
  await expect(birthday.getByRole('alert')).toBeHidden();
  await expectAccessible(page);
  // Another day, another page: it is known.
  await openPanel(page, 'normal', 'ja', answer);
  await expect(birthday.getByLabel('月', { exact: true })).toHaveValue('2');
  await expect(birthday.getByLabel('日', { exact: true })).toHaveValue('28');
  // Nothing was saved here.
  await expect(birthday.getByText('保存しました')).toBeHidden();
  // Whoever is signed in when it is opened next has told none.
  become('birthday', { json: { birthday: null, changeableFrom: null } });
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await page.locator('.mrd-launcher').click();
  await expect(birthday.getByLabel('月', { exact: true })).toHaveValue('');
  await expect(birthday.getByLabel('日', { exact: true })).toHaveValue('');
});

test('what was told before comes too late for who is choosing another birthday', async ({ page }) => {
  const { answer, become } = answered('normal', 'en');
  become('birthday', { json: { birthday: { month: 3, day: 3 }, changeableFrom: '2026-01-01' } });
  await openPage(page, 'normal', 'en', answer);
  const [waited, came] = [Promise.withResolvers<void>(), page.waitForResponse(/\/birthday\?/)];
  await page.route(/\/apps\/loyalty\/birthday/, async (route) => {
    await waited.promise;
    await route.fallback();
  });
  await page.locator('.mrd-launcher').click();
  const birthday = panel(page).locator('.mrd-birthday');
  await birthday.getByLabel('Month').selectOption('June');
  waited.resolve();
  await (await came).finished();
  // The page has heard of it before it hears of this.
  await page.evaluate(() => fetch('/apps/loyalty/last'));
  await expect(birthday.getByLabel('Month')).toHaveValue('6');
  await expect(birthday.getByLabel('Day')).toHaveValue('');
});

/** The cart's block in a section, whose cart has what `answers` say. */
const openCart = (page: Page, state: State, answers: Record<string, Answer>, data = {}) => {
  const html = pageOf('en', section(blocksOf(state, 'en', data).cart));
  return openAlone(page, html, (file) => answers[file] ?? { json: {} });
};
const section = (block: string) => `<div id="shopify-section-cart" class="shopify-section">${block}</div>`;
const sections = { cart: section('<meridian-cart></meridian-cart>') };
const cancelled = (id: string, points: number): Answer => ({
  json: { redemption: { id, status: 'cancelled', points, code: null }, returned: points },
});

test('after Undo in a cart that takes no points the focus is on the block’s title', async ({ page }) => {
  const empty = { total_price: 0, items_subtotal_price: 0, items: [], cart_level_discount_applications: [] };
  await openCart(page, 'held', {
    cancel: cancelled('held', 500),
    'cart.js': { json: empty },
    'update.js': { json: { ...empty, sections } },
  });
  const cart = page.locator('meridian-cart');
  await cart.getByRole('button', { name: 'Undo' }).click();
  await expect(cart.locator('[data-part=held]')).toBeHidden();
  await expect(cart.getByRole('heading')).toBeFocused();
});

test('where points wait for a person, Undo brings the slider, for all points that are there by then', async ({
  page,
}) => {
  const sums = { total_price: 12_000, items_subtotal_price: 12_000, items: [], sections };
  const json = { ...sums, cart_level_discount_applications: [] };
  const answers: Record<string, Answer> = {
    ...{ cancel: cancelled('held', 500), 'cart.js': { json }, 'update.js': { json } },
  };
  const member = { ...MEMBERS.normal, hold: { ...HELD, stuck: true } };
  await openCart(page, 'held', answers, { member });
  const cart = page.locator('meridian-cart');
  await expect(cart).toHaveAttribute('data-state', 'stuck');
  await expect(cart.getByText('We are checking this code.')).toBeVisible();
  await expect(cart.getByRole('slider')).toBeHidden();
  await expect(cart.getByRole('button', { name: 'Change' })).toBeHidden();
  await cart.getByRole('button', { name: 'Undo' }).click();
  await expect(cart.getByRole('slider')).toBeFocused();
  // 1,240 of before, and 500.
  await expect(cart.getByRole('slider')).toHaveAttribute('max', '1700');
});

test('in the cart a wish whose answer was lost is another one, once points were held and given back since', async ({
  page,
}) => {
  const withCode = (title: string, total_allocated_amount: number) => {
    const total_price = 12_000 - total_allocated_amount;
    const applied = [{ type: 'discount_code', title, total_allocated_amount }];
    const sums = { total_price, items_subtotal_price: 12_000, items: [], sections };
    return { json: { ...sums, cart_level_discount_applications: total_allocated_amount ? applied : [] } };
  };
  const answers: Record<string, Answer> = { 'cart.js': withCode('', 0), 'cart-points': 'abort' };
  await openCart(page, 'normal', answers);
  const cart = page.locator('meridian-cart');
  const hold = async (points: string) => {
    await cart.getByRole('slider').fill(points);
    const asked = page.waitForRequest(/\/cart-points\?/);
    await cart.locator('[data-action=use]').click();
    return keyOf(await asked);
  };
  const failed = () => expect(cart.locator('[data-action=use]')).not.toHaveAttribute('aria-disabled');
  const lost = await hold('500');
  await failed();
  expect(await hold('500')).toBe(lost);
  await failed();
  answers['cart-points'] = {
    json: { hold: { id: 'other', status: 'issued', points: 400, code: 'C2' }, replaced: ['C1'] },
  };
  answers['update.js'] = withCode('C2', 400);
  await hold('400');
  await expect(cart).toHaveAttribute('data-state', 'held');
  Object.assign(answers, { cancel: cancelled('other', 400), 'update.js': withCode('', 0) });
  await cart.getByRole('button', { name: 'Undo' }).click();
  await expect(cart).toHaveAttribute('data-state', 'ready');
  expect(await hold('500')).not.toBe(lost);
});
