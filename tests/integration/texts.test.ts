// Texts and markets of one draft, saved by several people: beside each other, never over each other, and a file all or not at all.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { marketForm, marketSection } from '../../app/domain/market-form.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { textsForm, textsSection } from '../../app/domain/texts-form.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { editableProgram } from '../../app/queries/editable-program.ts';
import { partStamp } from '../../app/services/change-draft.ts';
import { changeMarkets, type MarketsSeen } from '../../app/services/change-markets.ts';
import { importTexts, previewTexts } from '../../app/services/import-texts.ts';
import { saveDraft } from '../../app/services/save-draft.ts';
import { saveSection } from '../../app/services/save-section.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let deps: Deps;
beforeAll(async () => {
  database = await testDatabase();
  const env = parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  deps = createDeps(env, database.pool);
});
afterAll(() => database.drop());

let shops = 0;
async function shopWith() {
  const shop = ShopIdSchema.parse(`texts-${shops++}.myshopify.com`);
  expect(await saveDraft(deps, shop, startingProgram)).toMatchObject({ ok: true });
  return { shop, read: async () => (await editableProgram(deps, shop)).program };
}

test('a file is imported as it was looked at, and not over what somebody has typed since', async () => {
  const { shop, read } = await shopWith();
  const csv = 'key,nl\r\nname,Haven Beloningen';
  const preview = await previewTexts(deps, shop, csv);
  if (preview.state !== 'preview') throw new Error(JSON.stringify(preview));
  expect(preview).toMatchObject({ total: 1, removed: 0 });

  const before = await read();
  const form = textsForm(before);
  const sent = { ...form, texts: { ...form.texts, name: { ...form.texts['name'], en: 'Circle' } } };
  const seen = partStamp(textsSection.part(before));
  expect(await saveSection(deps, shop, textsSection, { seen, sent })).toEqual({ ok: true });
  expect(await importTexts(deps, shop, { csv, seen: preview.seen })).toEqual({ state: 'stale' });
  expect((await read()).name).toMatchObject({ en: 'Circle' });
  expect((await read()).name).not.toHaveProperty('nl');

  const again = await previewTexts(deps, shop, csv);
  if (again.state !== 'preview') throw new Error(JSON.stringify(again));
  expect(await importTexts(deps, shop, { csv, seen: again.seen })).toEqual({ state: 'saved', total: 1 });
  expect((await read()).name).toMatchObject({ en: 'Circle', nl: 'Haven Beloningen' });
  // The form that was open meanwhile is told too.
  expect(await saveSection(deps, shop, textsSection, { seen, sent })).toMatchObject({ reason: 'stale' });
});

test('with one fault nothing of a file is saved', async () => {
  const { shop, read } = await shopWith();
  const csv = 'key,en\r\nname,Circle\r\nnobody,x';
  const faults = [{ line: 3, column: 'key', fault: { code: 'unknownText', name: 'nobody' } }];
  expect(await previewTexts(deps, shop, csv)).toEqual({ state: 'faults', faults, total: 1 });
  const seen = partStamp(textsSection.part(await read()));
  expect(await importTexts(deps, shop, { csv, seen })).toMatchObject({ state: 'faults' });
  expect(await read()).toEqual(startingProgram);
});

test('texts and a market are saved beside each other; a market that is gone is not saved back', async () => {
  const { shop, read } = await shopWith();
  const before = await read();
  const texts = {
    seen: partStamp(textsSection.part(before)),
    sent: { ...textsForm(before), voice: { de: 'informal' } },
  };
  const section = marketSection('jp');
  const japan = before.markets.find(({ handle }) => handle === 'jp')!;
  const market = { seen: partStamp(section.part(before)), sent: { ...marketForm(japan), currency: 'USD' } };
  const saved = await Promise.all([
    saveSection(deps, shop, textsSection, texts),
    saveSection(deps, shop, section, market),
  ]);
  expect(saved).toEqual([{ ok: true }, { ok: true }]);
  const after = await read();
  expect(after.voice).toEqual({ de: 'informal' });
  expect(after.markets.find(({ handle }) => handle === 'jp')).toEqual({ ...japan, currency: 'USD' });

  const opened = { seen: partStamp(section.part(after)), sent: market.sent };
  expect(await changeMarkets(deps, shop, { intent: 'delete', handle: 'jp' })).toMatchObject({ ok: true });
  expect(await saveSection(deps, shop, section, opened)).toMatchObject({ reason: 'stale' });
  const restore = { intent: 'restore' as const, market: japan, at: 2 };
  expect(await changeMarkets(deps, shop, restore)).toMatchObject({ ok: true });
  // Twice clicked, once given back.
  expect(await changeMarkets(deps, shop, restore)).toMatchObject({ ok: true });
  expect((await read()).markets).toEqual(before.markets);
  expect(await changeMarkets(deps, shop, { ...restore, market: { handle: 'x' }, at: 0 })).toMatchObject({
    reason: 'invalid',
  });
});

test("Shopify decides what is taken over: a market of one's own stays unless it is named; and it is what was looked at", async () => {
  const { shop, read } = await shopWith();
  const told = [
    { handle: 'us', countries: ['US'], currency: 'USD', locales: ['en'] },
    { handle: 'asia', countries: ['JP', 'KR'], currency: 'KRW', locales: ['ko'] },
  ];
  const handles = async () => (await read()).markets.map((one) => one.handle);
  const looked = async () => ({ markets: partStamp((await read()).markets), told: partStamp(told) });
  const take = async (handle: string | null, seen?: MarketsSeen) =>
    changeMarkets(deps, shop, { intent: 'takeOver', handle, told, seen: seen ?? (await looked()) });
  const { markets: before } = await read();
  const first = await looked();
  expect(await take(null, { ...first, told: partStamp(told.slice(1)) })).toMatchObject({ reason: 'stale' });
  expect(await handles()).toEqual(['us', 'eu', 'jp', 'gulf']);
  expect(await take(null, first)).toMatchObject({ ok: true });
  // Where the answer was lost, asking again changes nothing.
  expect(await take(null, first)).toMatchObject({ ok: true });
  const { markets: after } = await read();
  expect(await handles()).toEqual(['us', 'eu', 'jp', 'gulf', 'asia']);
  expect(after.find(({ handle }) => handle === 'jp')?.countries).toEqual([]);
  expect(after.at(-1)).toEqual({ handle: 'asia', countries: ['JP', 'KR'], currency: 'KRW', locale: 'ko' });

  const putBack = { intent: 'putBack' as const, before, after };
  expect(await changeMarkets(deps, shop, putBack)).toMatchObject({ ok: true });
  expect((await read()).markets).toEqual(before);
  await take(null);
  const seen = await looked();
  await changeMarkets(deps, shop, { intent: 'delete', handle: 'eu' });
  expect(await changeMarkets(deps, shop, putBack)).toMatchObject({ reason: 'stale' });
  expect(await take('jp', seen)).toMatchObject({ reason: 'stale' });
  expect(await handles()).toEqual(['us', 'jp', 'gulf', 'asia']);
  expect(await take('jp')).toMatchObject({ ok: true });
  expect(await handles()).toEqual(['us', 'gulf', 'asia']);
});
