// Every state that the widget can be in, made in the running demo. What cannot be brought about in a moment (a month that passed, a person's
// decision) is written into the answer.
import { randomUUID } from 'node:crypto';
import { expect, type Page, type Route } from '@playwright/test';
import {
  codes,
  control,
  CREATE,
  faults,
  give,
  member,
  newcomer,
  newestCode,
  openKnowing,
  openLoaded,
  openPanel,
  order,
  panel,
  redeemButton,
  widget,
  type Market,
  type Scene,
} from './widget-scenes.ts';

/** A state of the widget: how it comes about, once, and then what is seen of it in any market. */
export interface State {
  /** In the market of the customer, whose money is in it. */
  make?: Scene;
  show: Scene;
  /** What would be in the way of other states. */
  end?: () => Promise<unknown>;
}

async function issued(page: Page, market: Market): Promise<{ id: number; code: string }> {
  const id = await member(page, market, 1_240);
  await openLoaded(page, market);
  await redeemButton(page).click();
  return { id, code: await newestCode(page) };
}

type Lists = { rewards: object[]; redemptions: object[] };

/** The app's answer, with something in it that only time or a person brings about. */
async function changeLists(page: Page, change: (lists: Lists) => Lists): Promise<void> {
  await page.route(/\/apps\/loyalty\/rewards/, async (route: Route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as Lists) });
  });
}

/** From how much the demo's first reward can be used, in each market's own money. */
const LEAST: Record<Market, RegExp> = { us: /50\.00/, eu: /50,00/, jp: /7,000/, gulf: /15[.,٫]000/ };

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

const withMember =
  (points: number): Scene =>
  async (page, market) => {
    await member(page, market, points);
  };

/** Somebody of whom Shopify has told us nothing yet. */
async function unknown(page: Page, market: Market): Promise<void> {
  await control('/control/faults', { webhooks: { drop: 1 } });
  await newcomer(page, market).finally(() => faults({}));
}

const never = () => new Promise<void>(() => undefined);
const PROXY = /\/apps\/loyalty\//;

export const STATES: Record<string, State> = {
  closed: {
    make: withMember(1_240),
    show: (page, market) => openKnowing(page, market, '1,240'),
  },
  guest: {
    show: async (page, market) => {
      await openPanel(page, market);
      await expect(widget(page)).toHaveAttribute('data-state', 'guest');
    },
  },
  // The app takes its time.
  loading: {
    make: async (page, market) => {
      await unknown(page, market);
      await page.route(PROXY, never);
    },
    show: async (page, market) => {
      await openPanel(page, market);
      await expect(widget(page)).toHaveAttribute('data-state', 'loading');
    },
  },
  error: {
    make: async (page, market) => {
      await unknown(page, market);
      await page.route(PROXY, (route) => route.fulfill({ status: 502, body: '' }));
    },
    show: async (page, market) => {
      await openPanel(page, market);
      await expect(panel(page).locator('[data-action=retry]')).toBeVisible();
    },
  },
  zero: {
    make: withMember(0),
    show: async (page, market) => {
      await openPanel(page, market);
      await expect(widget(page)).toHaveAttribute('data-state', 'zero');
      await expect(panel(page).locator('[data-part=no-entries]')).toBeVisible();
      await expect(panel(page).locator('[data-list=reward] li').first()).not.toContainText('USD');
    },
  },
  normal: {
    make: withMember(1_240),
    show: async (page, market) => {
      await openLoaded(page, market);
      await expect(redeemButton(page)).toBeVisible();
      await expect(panel(page).locator('[data-part=level]')).toBeVisible();
      const least = panel(page).locator('[data-list=reward] [data-part=min-spend]:visible');
      await expect(least.first()).toContainText(LEAST[market]);
    },
  },
  pending: {
    make: async (page, market) => {
      const id = await member(page, market, 40);
      await order(id, market);
    },
    show: async (page, market) => {
      await openPanel(page, market);
      await expect(panel(page).locator('[data-list=entry] li')).toHaveCount(2);
      await expect(panel(page).locator('[data-part=pending]')).toBeVisible();
      await expect(panel(page).locator('[data-part=pending-text]')).toHaveText(/\d\D{3,}\d/);
    },
  },
  debt: {
    make: async (page, market) => {
      const id = await member(page, market, 120);
      await give(id, -420);
    },
    show: async (page, market) => {
      await openLoaded(page, market);
      await expect(widget(page)).toHaveAttribute('data-state', 'debt');
    },
  },
  offline: {
    make: withMember(1_240),
    show: async (page, market) => {
      await page.context().setOffline(false);
      await openLoaded(page, market);
      await page.context().setOffline(true);
      await expect(panel(page).locator('[data-part=offline]')).toBeVisible();
    },
  },
  nothing: {
    make: async (page, market) => {
      await changeLists(page, (lists) => ({ ...lists, rewards: [] }));
      await member(page, market, 1_240);
    },
    show: async (page, market) => {
      await openLoaded(page, market);
      await expect(panel(page).locator('[data-part=no-rewards]')).toBeVisible();
    },
  },
  reserved: {
    make: async (page, market) => {
      await member(page, market, 1_240);
      await openLoaded(page, market);
      await faults({ fields: CREATE, error5xx: 1 });
      await redeemButton(page).click();
      await expect(codes(page).locator('[data-part=status]')).toBeVisible();
    },
    show: async (page, market) => {
      await page.unroute(PROXY);
      await openLoaded(page, market);
      await expect(codes(page).locator('[data-part=status]')).toBeVisible();
      await expect(codes(page).locator('[data-action]:visible')).toHaveCount(0);
      // As it stays while Shopify does not answer; the next refresh might show the code.
      await page.route(PROXY, never);
    },
    end: () => faults({}),
  },
  // Told where it was asked for, and nowhere else: each time by somebody who has asked for nothing before.
  failed: {
    show: async (page, market) => {
      await member(page, market, 1_240);
      await openLoaded(page, market);
      // Whichever comes: a code of the state before may be tried again in this moment, and would take the only refusal.
      await faults({ fields: CREATE, refuse: 1 });
      await redeemButton(page).click();
      await expect(panel(page).locator('[data-list=reward] [data-part=problem]').first()).toBeVisible();
      await expect(panel(page).locator('[data-list=entry] li')).toHaveCount(3);
      await expect(codes(page)).toHaveCount(0);
    },
    end: () => faults({}),
  },
  issued: {
    make: async (page, market) => {
      await issued(page, market);
    },
    show: async (page, market) => {
      await openLoaded(page, market);
      await expect(codes(page).locator('[data-action=copy]')).toBeVisible();
    },
  },
  review: {
    make: async (page, market) => {
      await issued(page, market);
      await changeLists(page, (lists) => ({
        ...lists,
        redemptions: lists.redemptions.flatMap((one) => [
          { ...one, status: 'needs_review', code: null },
          { ...one, id: randomUUID(), status: 'failed', code: null, refusal: { text: '' } },
        ]),
      }));
    },
    show: async (page, market) => {
      await openPanel(page, market);
      await expect(codes(page).locator('[data-part=status]:visible')).toHaveCount(2);
      await expect(codes(page).locator('[data-action]:visible')).toHaveCount(0);
    },
  },
  past: {
    make: async (page, market) => {
      const { id, code } = await issued(page, market);
      await order(id, market, [code]);
      // The panel is still open: it hears of the order by itself.
      await expect(panel(page).locator('[data-list=past] li')).toHaveCount(1);
      await changeLists(page, (lists) => ({
        ...lists,
        redemptions: lists.redemptions.flatMap((one) => [
          one,
          { ...one, id: randomUUID(), status: 'expired', expiresAt: daysAgo(2), code: null },
        ]),
      }));
    },
    show: async (page, market) => {
      await openPanel(page, market);
      const past = panel(page).locator('[data-list=past] li');
      await expect(past).toHaveCount(2);
      await past.first().scrollIntoViewIfNeeded();
    },
  },
};

/** Each state as a picture of it is taken. */
export const SCENES: Record<string, Scene> = Object.fromEntries(
  Object.entries(STATES).map(([name, { make, show, end }]) => [
    name,
    async (page: Page, market: Market) => {
      await make?.(page, market);
      await show(page, market);
      await end?.();
    },
  ]),
);
