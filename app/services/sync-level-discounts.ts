/**
 * Shipping of levels as automatic discounts of our Function (rewards.md): one for each level that has it, which the level's tag lets members into. Done with the
 * mark of the shop's programme, so after every publishing, after a change of what the shop can do, and after a reinstall.
 */
import type { Deps } from '../deps.server.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ShopId } from '../domain/ids.ts';
import { levelShippings, type LevelShipping } from '../domain/perks.ts';
import type { Program } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
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
  const wanted = levelShippings(program, facts);
  const known = await levelDiscounts(deps.pool, shop);
  const codes: string[] = [];
  // What goes first makes room: a shop has 25 at most.
  for (const row of known)
    if (!wanted.some(({ level }) => level.id === row.levelId))
      codes.push(...(await end(deps, admin, shop, row)));
  for (const one of wanted) {
    const row = known.find(({ levelId }) => levelId === one.level.id);
    const title = shippingTitle(one.level, program);
    codes.push(...(await have(deps, admin, shop, { ...one, title }, row ?? null)));
  }
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

/** What we had made, or may have made: an answer that was lost leaves its title alone. */
function findMade(
  admin: AdminGateway,
  { discountId, title }: Pick<LevelDiscountRow, 'discountId' | 'title'>,
) {
  return discountId === null ? findTitled(admin, title) : findLevelDiscount(admin, discountId);
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
  // Shoppers read the title at the checkout: with another name the level gets another discount.
  if (known && known.title !== title) {
    const codes = await end(deps, admin, shop, known);
    if (codes.length > 0) return codes;
  }
  const own = known?.title === title ? known : null;
  // Written down before anything is made under it.
  if (!own) await save({ discountId: null, codes: [] });
  const made = await ensure(admin, { title, configuration, startsAt: now }, own?.discountId ?? null);
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
async function ensure(admin: AdminGateway, asked: Asked, knownId: string | null): Promise<Ensured> {
  const known = knownId === null ? null : await findLevelDiscount(admin, knownId);
  if (known?.kind === 'later') return { ...known, id: knownId };
  if (known?.value?.title === asked.title) return adjust(admin, asked, known.value);
  const titled = await findTitled(admin, asked.title);
  if (titled.kind === 'later') return { ...titled, id: null };
  if (titled.value) return adjust(admin, asked, titled.value);
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
