/** Writes what the theme shows without asking anybody: a metafield of each member, and the programme as the app's own data. And the tag of the member's level. */
import type { Deps } from '../deps.server.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { versionAt } from '../domain/program.ts';
import { shopFacts } from '../storage/shop-traits.ts';
import { memberThemeData } from '../queries/member-theme-data.ts';
import { themeProgram } from '../queries/theme-program.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import {
  AppInstallationIdDocument,
  SetMetafieldsDocument,
  type MetafieldsSetInput,
} from '../shopify/admin-types.generated.ts';
import {
  claimMarks,
  clearMarks,
  extendMarks,
  markMetafields,
  postponeMarks,
  PROGRAM_MARK,
  type HeldMarks,
  type Mark,
  type WrittenMark,
} from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { changeTierTag } from './change-tier-tag.ts';
import { leaseEnd, whileExtending } from './hold-lease.ts';
import { syncLevelDiscounts } from './sync-level-discounts.ts';
import { retryDelay, type AdminOf } from './work-redemption.ts';

/** As many as Shopify takes in one call, all or none. */
export const METAFIELDS_AT_ONCE = 25;
const ATTEMPTS_MAX = 12;
/** Shopify has no such customer: they were deleted, or an import named a number that nobody has. */
const NO_OWNER = 'USER:NO_OWNER';

type Own = Pick<Deps, 'pool' | 'clock' | 'random' | 'log'>;
type Write = {
  mark: WrittenMark;
  input: MetafieldsSetInput | null;
  /** What else is to be done in Shopify, once the metafield is written. Gives Shopify's codes where it was not done. */
  after?: () => Promise<string[]>;
};

/** Writes one call's worth. Returns how many marks it took. */
export async function syncMetafields(deps: Own, adminOf: AdminOf): Promise<number> {
  const lease = {
    holder: deps.random.uuid(),
    now: deps.clock.now().toISOString(),
    until: leaseEnd(deps),
  };
  const held = await claimMarks(deps.pool, METAFIELDS_AT_ONCE, lease);
  if (!held) return 0;
  const { shop, marks } = held;
  const extend = (leaseUntil: string) => extendMarks(deps.pool, held, leaseUntil);
  await whileExtending(deps, { shop, marks: marks.length }, extend, async () => {
    try {
      const admin = await adminOf(shop);
      if (admin) await write(deps, admin, held, await writesOf(deps, admin, shop, marks));
      else await postpone(deps, held, marks, ['NO_SESSION']);
    } catch (error) {
      await postpone(deps, held, marks, [error instanceof Error ? error.message : String(error)]);
    }
  });
  return marks.length;
}

async function write(
  deps: Own,
  admin: AdminGateway,
  held: HeldMarks,
  writes: readonly Write[],
): Promise<void> {
  const metafields = writes.flatMap((one) => one.input ?? []);
  const marks = writes.map((one) => one.mark);
  const codes = metafields.length > 0 ? await set(admin, metafields) : [];
  // One owner that Shopify does not know any more must not hold up the others.
  if (codes.length === 0) await finish(deps, held, writes);
  else if (writes.length > 1 && codes.every((code) => code.startsWith('USER:')))
    for (const one of writes) await write(deps, admin, held, [one]);
  else if (codes.every((code) => code === NO_OWNER) && marks.every((one) => one.memberId !== PROGRAM_MARK))
    await giveUp(deps, held, marks, codes);
  else await postpone(deps, held, marks, codes);
}

/** The metafields are written; a tag that cannot be changed, or a discount, leaves its mark to another attempt. */
async function finish(deps: Own, held: HeldMarks, writes: readonly Write[]): Promise<void> {
  const done: WrittenMark[] = [];
  for (const { mark, after } of writes) {
    const codes = after ? await after() : [];
    if (codes.length === 0) done.push(mark);
    else await postpone(deps, held, [mark], codes);
  }
  await clear(deps, held, done);
}

async function clear(deps: Own, held: HeldMarks, marks: readonly WrittenMark[]): Promise<void> {
  const now = deps.clock.now().toISOString();
  await markLost(deps, held, await clearMarks(deps.pool, held, marks, now));
}

/** Another took over while we were away, and what we wrote last may be older than what they did: it is written once more. */
async function markLost(deps: Own, { shop }: HeldMarks, lost: readonly MemberId[]): Promise<void> {
  await markMetafields(deps.pool, shop, lost, deps.clock.now().toISOString());
}

/** Empty where it was written. */
async function set(admin: AdminGateway, metafields: MetafieldsSetInput[]): Promise<string[]> {
  const answer = await admin(SetMetafieldsDocument, { metafields });
  if (!answer.ok) return answer.codes.length > 0 ? answer.codes : [answer.reason];
  if (!answer.data.metafieldsSet) return ['ACCESS_DENIED'];
  return answer.data.metafieldsSet.userErrors.map(({ code, field }) =>
    field?.at(-1) === 'ownerId' ? NO_OWNER : `USER:${code ?? 'UNKNOWN'}`,
  );
}

async function postpone(deps: Own, held: HeldMarks, marks: readonly Mark[], codes: string[]): Promise<void> {
  const attempts = Math.max(...marks.map((one) => one.attempts));
  const members = marks.map((one) => one.memberId);
  deps.log.warn({ shop: held.shop, members, codes, attempts }, 'metafields could not be written');
  // The programme is never given up: a theme that shows yesterday's rates for ever is worse than a warning every five minutes.
  const ofMembers = marks.every((mark) => mark.memberId !== PROGRAM_MARK);
  const hopeless = ofMembers && attempts >= ATTEMPTS_MAX && codes.every((code) => code.startsWith('USER:'));
  if (hopeless) return giveUp(deps, held, marks, codes);
  const dueAt = new Date(deps.clock.now().getTime() + retryDelay(deps, attempts)).toISOString();
  await markLost(deps, held, await postponeMarks(deps.pool, held, marks, dueAt));
}

/** The next change of the member tries again. */
async function giveUp(deps: Own, held: HeldMarks, marks: readonly Mark[], codes: string[]): Promise<void> {
  const members = marks.map((one) => one.memberId);
  deps.log.warn({ shop: held.shop, members, codes }, 'metafields of customers whom Shopify refuses');
  await clear(
    deps,
    held,
    marks.map((mark) => ({ ...mark, againAt: null })),
  );
}

async function writesOf(
  deps: Own,
  admin: AdminGateway,
  shop: ShopId,
  marks: readonly Mark[],
): Promise<Write[]> {
  const members = marks.filter((one) => one.memberId !== PROGRAM_MARK);
  const ids = members.map((one) => one.memberId);
  const data = await memberThemeData(deps.pool, shop, ids, deps.clock.now());
  const writes: Write[] = members.map((mark) => {
    const found = data.get(mark.memberId);
    if (!found) return { mark: { ...mark, againAt: null }, input: null };
    const input = {
      ownerId: `gid://shopify/Customer/${found.customerId}`,
      namespace: '$app',
      key: 'loyalty',
      type: 'json',
      value: JSON.stringify(found.value),
    };
    const [level, customerId] = [found.value.tier?.id ?? null, found.customerId];
    const written = { mark: { ...mark, againAt: found.changesAt }, input };
    if (level === found.tierTag) return written;
    // The customer's tag does not name the member's level, or may not.
    return { ...written, after: () => changeTierTag(deps, admin, shop, mark, { customerId, level }) };
  });
  const program = marks.find((one) => one.memberId === PROGRAM_MARK);
  if (program) writes.push(await programWrite(deps, admin, shop, program));
  return writes;
}

/** The programme as the theme reads it, and what of it Shopify carries by itself: shipping of levels. */
async function programWrite(deps: Own, admin: AdminGateway, shop: ShopId, mark: Mark): Promise<Write> {
  const version = versionAt(await publishedVersions(deps.pool, shop), deps.clock.now().toISOString());
  if (!version) return { mark: { ...mark, againAt: null }, input: null };
  const facts = await shopFacts(deps.pool, shop);
  const answer = await admin(AppInstallationIdDocument, {});
  if (!answer.ok) throw new Error(`the installation is not known: ${answer.codes.join(', ')}`);
  const input = {
    ownerId: answer.data.currentAppInstallation.id,
    namespace: 'meridian',
    key: 'program',
    type: 'json',
    value: JSON.stringify(themeProgram(version, facts)),
  };
  const after = () => syncLevelDiscounts(deps, admin, shop, { program: version.program, facts });
  return { mark: { ...mark, againAt: null }, input, after };
}
