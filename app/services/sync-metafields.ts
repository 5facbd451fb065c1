/** Writes what the theme shows without asking anybody: a metafield of each member, and the programme as the app's own data. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { versionAt } from '../domain/program.ts';
import { storefrontProgram } from '../domain/storefront-rates.ts';
import { memberThemeData } from '../queries/member-theme-data.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import {
  AppInstallationIdDocument,
  SetMetafieldsDocument,
  type MetafieldsSetInput,
} from '../shopify/admin-types.generated.ts';
import {
  claimMarks,
  clearMarks,
  postponeMarks,
  PROGRAM_MARK,
  type Mark,
  type WrittenMark,
} from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { retryDelay, type AdminOf } from './work-redemption.ts';

/** As many as Shopify takes in one call, all or none. */
export const METAFIELDS_AT_ONCE = 25;
/** A worker that is killed lets go of its marks after this. Milliseconds; longer than a call may take. */
const LEASE_MS = 15_000;
const ATTEMPTS_MAX = 12;

type Own = Pick<Deps, 'pool' | 'clock' | 'random' | 'log'>;
type Write = { mark: WrittenMark; input: MetafieldsSetInput | null };

/** Writes one call's worth. Returns how many marks it took. */
export async function syncMetafields(deps: Own, adminOf: AdminOf): Promise<number> {
  const now = deps.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS).toISOString();
  const claimed = await claimMarks(deps.pool, METAFIELDS_AT_ONCE, now.toISOString(), leaseUntil);
  if (!claimed) return 0;
  const { shop, marks } = claimed;
  try {
    const admin = await adminOf(shop);
    if (!admin) await postpone(deps, shop, marks, ['NO_SESSION']);
    else await write(deps, admin, shop, await writesOf(deps, admin, shop, marks));
  } catch (error) {
    await postpone(deps, shop, marks, [error instanceof Error ? error.message : String(error)]);
  }
  return marks.length;
}

async function write(deps: Own, admin: AdminGateway, shop: ShopId, writes: readonly Write[]): Promise<void> {
  const metafields = writes.flatMap((one) => one.input ?? []);
  const marks = writes.map((one) => one.mark);
  const codes = metafields.length > 0 ? await set(admin, metafields) : [];
  if (codes.length === 0) {
    await clearMarks(deps.pool, shop, marks, deps.clock.now().toISOString());
    return;
  }
  // One owner that Shopify does not know any more must not hold up the others.
  if (writes.length > 1 && codes.every((code) => code.startsWith('USER:')))
    for (const one of writes) await write(deps, admin, shop, [one]);
  else await postpone(deps, shop, marks, codes);
}

/** Empty where it was written. */
async function set(admin: AdminGateway, metafields: MetafieldsSetInput[]): Promise<string[]> {
  const answer = await admin(SetMetafieldsDocument, { metafields });
  if (!answer.ok) return answer.codes.length > 0 ? answer.codes : [answer.reason];
  if (!answer.data.metafieldsSet) return ['ACCESS_DENIED'];
  return answer.data.metafieldsSet.userErrors.map((error) => `USER:${error.code ?? 'UNKNOWN'}`);
}

async function postpone(deps: Own, shop: ShopId, marks: readonly Mark[], codes: string[]): Promise<void> {
  const attempts = Math.max(...marks.map((one) => one.attempts));
  deps.log.warn({ shop, marks: marks.length, codes, attempts }, 'metafields could not be written');
  // The programme is never given up: a theme that shows yesterday's rates for ever is worse than a warning every five minutes.
  const ofMembers = marks.every((mark) => mark.memberId !== PROGRAM_MARK);
  const hopeless = ofMembers && attempts >= ATTEMPTS_MAX && codes.every((code) => code.startsWith('USER:'));
  if (hopeless) {
    // The owner is gone from Shopify; the next change of the member tries again.
    const given = marks.map((mark) => ({ ...mark, againAt: null }));
    await clearMarks(deps.pool, shop, given, deps.clock.now().toISOString());
    return;
  }
  const dueAt = new Date(deps.clock.now().getTime() + retryDelay(deps, attempts)).toISOString();
  await postponeMarks(deps.pool, shop, marks, dueAt);
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
    return { mark: { ...mark, againAt: found.changesAt }, input };
  });
  const program = marks.find((one) => one.memberId === PROGRAM_MARK);
  if (program) writes.push(await programWrite(deps, admin, shop, program));
  return writes;
}

async function programWrite(deps: Own, admin: AdminGateway, shop: ShopId, mark: Mark): Promise<Write> {
  const version = versionAt(await publishedVersions(deps.pool, shop), deps.clock.now().toISOString());
  if (!version) return { mark: { ...mark, againAt: null }, input: null };
  const answer = await admin(AppInstallationIdDocument, {});
  if (!answer.ok) throw new Error(`the installation is not known: ${answer.codes.join(', ')}`);
  const input = {
    ownerId: answer.data.currentAppInstallation.id,
    namespace: 'meridian',
    key: 'program',
    type: 'json',
    value: JSON.stringify(storefrontProgram(version)),
  };
  return { mark: { ...mark, againAt: null }, input };
}
