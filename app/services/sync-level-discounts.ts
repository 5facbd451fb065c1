/**
 * Shipping of levels as automatic discounts of our Function (rewards.md): one for each level that has it, which the level's tag lets members into. Done with the
 * mark of the shop's programme, so after every publishing, after a change of what the shop can do, and after a reinstall.
 */
import type { Deps } from '../deps.server.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ShopId } from '../domain/ids.ts';
import { levelShippings, type LevelShipping } from '../domain/perks.ts';
import type { Program } from '../domain/program.ts';
import { partOf } from '../domain/program-parts.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { tierTag } from '../domain/tier-tag.ts';
import { shippingTitle } from '../locales/grant-text.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import {
  activateLevelDiscount,
  configureLevelDiscount,
  createLevelDiscount,
  deactivateLevelDiscount,
  findLevelDiscount,
  findTitled,
  type Done,
  type LevelDiscount,
} from '../shopify/level-discounts.ts';
import {
  dropLevelDiscount,
  levelDiscounts,
  saveLevelDiscount,
  type LevelDiscountRow,
} from '../storage/level-discounts.ts';

type Own = Pick<Deps, 'pool' | 'clock' | 'log'>;
const done: Done = { kind: 'done' };

/** Empty where Shopify has what the programme says; else its codes, and the caller tries again. Each level is on its own: one that is refused holds up no other. */
export async function syncLevelDiscounts(
  deps: Own,
  admin: AdminGateway,
  shop: ShopId,
  { program, facts }: { program: Program; facts: ShopFacts },
): Promise<string[]> {
  const wanted = levelShippings(program, facts).map((one) => ({
    ...one,
    title: shippingTitle(one.level, program),
  }));
  const known = await levelDiscounts(deps.pool, shop);
  const codes: string[] = [];
  const kept = new Map<string, LevelDiscountRow>();
  const held = new Set<string>();
  // What goes first makes room: a shop has 25 at most. So does what is to be called otherwise (shoppers read it at the checkout): the name may be another level's now.
  for (const row of known) {
    const isKept = wanted.some(({ level, title }) => level.id === row.levelId && title === row.title);
    const fault = isKept ? [] : await end(deps, admin, shop, row);
    codes.push(...fault);
    if (isKept) kept.set(row.levelId, row);
    else if (fault.length > 0) held.add(row.levelId);
  }
  for (const one of wanted)
    if (!held.has(one.level.id))
      codes.push(...(await have(deps, admin, shop, one, kept.get(one.level.id) ?? null)));
  return codes;
}

async function end(deps: Own, admin: AdminGateway, shop: ShopId, row: LevelDiscountRow): Promise<string[]> {
  const ended = await endDiscount(admin, row);
  if (ended.kind === 'done') {
    await dropLevelDiscount(deps.pool, shop, row.levelId);
    return [];
  }
  await saveLevelDiscount(deps.pool, shop, { ...row, codes: ended.codes }, deps.clock.now().toISOString());
  return ended.codes;
}

/** One that a merchant deleted is at an end too. */
async function endDiscount(admin: AdminGateway, row: LevelDiscountRow): Promise<Done> {
  const found = await findMade(admin, row);
  if (found.kind === 'later') return found;
  return found.value?.live ? deactivateLevelDiscount(admin, found.value.id) : done;
}

/** What we had made, or may have made: an answer that was lost leaves its title and its level's tag. */
async function findMade(admin: AdminGateway, { discountId, title, levelId }: LevelDiscountRow) {
  if (discountId !== null) return findLevelDiscount(admin, discountId);
  const titled = await findTitled(admin, title);
  return titled.kind === 'later' ? titled : { ...titled, value: ofLevel(titled.value, levelId) };
}

/** Of several the active one; null where there is none. */
function ofLevel(discounts: readonly LevelDiscount[], levelId: string): LevelDiscount | null {
  const own = discounts.filter(({ configuration }) => {
    const tags = partOf(configuration, 'customerTags');
    return Array.isArray(tags) && tags.includes(tierTag(levelId));
  });
  return own.find(({ live }) => live) ?? own[0] ?? null;
}

async function have(
  deps: Own,
  admin: AdminGateway,
  shop: ShopId,
  { level, configuration, title }: LevelShipping & { title: string },
  known: LevelDiscountRow | null,
): Promise<string[]> {
  const now = deps.clock.now().toISOString();
  const levelId = level.id;
  const save = (row: Omit<LevelDiscountRow, 'levelId' | 'title'>) =>
    saveLevelDiscount(deps.pool, shop, { levelId, title, ...row }, now);
  // Written down before anything is made under it.
  if (!known) await save({ discountId: null, codes: [] });
  const asked = { title, configuration, startsAt: now };
  const made = await ensure(admin, asked, known?.discountId ?? null, async (titled) => {
    const rows = await levelDiscounts(deps.pool, shop);
    const others = new Set(rows.flatMap((row) => (row.levelId === levelId ? [] : (row.discountId ?? []))));
    const free = titled.filter(({ id }) => !others.has(id));
    // One that has ended is nobody's any more. An active one of another level's tag is left alone: its answer was lost, and its level looks for it.
    return ofLevel(free, levelId) ?? free.find(({ live }) => !live) ?? null;
  });
  const codes = made.kind === 'made' ? [] : made.codes;
  await save({ discountId: made.id, codes });
  if (codes.length > 0)
    deps.log.warn({ shop, level: levelId, codes }, 'shipping of a level could not be set up');
  return codes;
}

type Asked = Parameters<typeof createLevelDiscount>[1];
/** `id`: of what there is, where it is known. */
type Ensured =
  { kind: 'made'; id: string } | { kind: 'refused' | 'later'; id: string | null; codes: string[] };

/** Looked up before it is made: an attempt whose answer was lost may have made it. */
async function ensure(
  admin: AdminGateway,
  asked: Asked,
  knownId: string | null,
  choose: (titled: LevelDiscount[]) => Promise<LevelDiscount | null>,
): Promise<Ensured> {
  const known = knownId === null ? null : await findLevelDiscount(admin, knownId);
  if (known?.kind === 'later') return { ...known, id: knownId };
  if (known?.value?.title === asked.title) return adjust(admin, asked, known.value);
  const titled = await findTitled(admin, asked.title);
  if (titled.kind === 'later') return { ...titled, id: null };
  const own = await choose(titled.value);
  if (own) return adjust(admin, asked, own);
  const made = await createLevelDiscount(admin, asked);
  if (made.kind === 'created') return { kind: 'made', id: made.id };
  // Another's discount has the title: the merchant renames one of the two.
  return made.kind === 'taken' ? { kind: 'refused', id: null, codes: ['TAKEN'] } : { ...made, id: null };
}

async function adjust(admin: AdminGateway, { configuration }: Asked, found: LevelDiscount): Promise<Ensured> {
  const { id } = found;
  const isConfigured = canonicalJson(found.configuration) === canonicalJson(configuration);
  const configured = isConfigured ? done : await configureLevelDiscount(admin, id, configuration);
  if (configured.kind !== 'done') return { ...configured, id };
  const live = found.live ? done : await activateLevelDiscount(admin, id);
  return live.kind === 'done' ? { kind: 'made', id } : { ...live, id };
}
