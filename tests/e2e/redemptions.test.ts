// What Shopify did not settle stands with the merchant, with two ways out: tried again, or the points given back.
import { expect } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { api, faults, member } from './widget-scenes.ts';
import { app, programApi, toast, visit } from './studio.ts';
import { storefrontTest as test } from './shared-demo.ts';

type Version = { program: { rewards: object[] } };
type Member = { points: { available: number } };

const credit = {
  ...{ id: 'credit', kind: 'storeCredit', points: 100, name: { en: '{amount} of store credit' } },
  values: [{ currency: 'USD', amount: '1.00' }],
};

test('store credit whose answer was lost waits for the merchant, who tries again and gives the points back', async ({
  page,
  demo,
}) => {
  const { program } = await programApi<Version>(demo, 'GET', '');
  const publish = async (rewards: object[]) => {
    await programApi(demo, 'PUT', '/draft', { ...program, rewards });
    await programApi(demo, 'POST', '/publish', {});
  };
  await publish([...program.rewards, credit]);
  const id = await member(page, 'us', 100);
  const available = async () =>
    ((await (await api('GET', `members/${id}`)).json()) as Member).points.available;
  // Loaded when it is there to be seen: the page does not ask again by itself.
  const list = async (redemption: string) => {
    const status = async () =>
      ((await (await api('GET', `redemptions/${redemption}`)).json()) as { status: string }).status;
    await expect.poll(status, { intervals: [100], timeout: 60_000 }).toBe('needs_review');
    await visit(
      page,
      `${process.env.DEVSTORE_URL}/admin/store/haven/apps/meridian-dev/app/redemptions?locale=en`,
    );
    await expect(app(page).getByText('$1.00 of store credit')).toBeVisible();
  };
  try {
    const asked = { rewardId: credit.id, currency: 'USD' };
    await faults({ fields: ['storeCreditAccountCredit'], error5xx: 1, times: 1 });
    const reserved = await api('POST', `members/${id}/redemptions`, asked);
    expect(reserved.status).toBe(200);
    const redemption = ((await reserved.json()) as { id: string }).id;
    await list(redemption);
    await expect(app(page).getByText(/Shopify’s answer was lost/)).toBeVisible();
    await expectAccessible(page);
    await app(page).getByRole('button', { name: 'Try again' }).click();
    await expect(toast(page, 'It is being tried again.')).toBeVisible();
    // It was sent once and is only looked for: there is none.
    await list(redemption);
    expect(await available()).toBe(0);
    await app(page).getByRole('button', { name: 'Give points back' }).click();
    const dialog = app(page).getByRole('dialog').or(page.getByRole('dialog'));
    await expect(app(page).getByText(/^100 points go back to the member\./)).toBeVisible();
    await dialog.getByRole('button', { name: 'Give points back' }).click();
    await expect(toast(page, 'The points go back to the member.')).toBeVisible();
    await expect(app(page).getByText('Nothing needs a decision')).toBeVisible();
    expect(await available()).toBe(100);
  } finally {
    await faults({});
    await publish(program.rewards);
  }
});
