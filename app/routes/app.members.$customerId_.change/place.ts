/** Gives a member a level by hand, or ends what was given. */
import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import type { PlaceResult } from '../../components/place-member.tsx';
import { deps } from '../../deps.server.ts';
import { ShopifyIdSchema } from '../../domain/ids.ts';
import { canonicalInstant, InstantSchema } from '../../domain/instant.ts';
import { endOfDay } from '../../domain/local-time.ts';
import { IdSchema } from '../../domain/program-parts.ts';
import { isStorableText } from '../../domain/text.ts';
import { shopProfile } from '../../queries/shop-profile.ts';
import { inputHash } from '../../services/input-hash.ts';
import { placeMember } from '../../services/place-member.ts';
import { requireMerchant } from '../../shopify.server.ts';

/** Empty: what was given by hand ends. */
const LevelSchema = z.literal('').or(IdSchema);
/** Empty: until it is taken back; a date of the shop's calendar, which it includes; or, undoing, the very instant. */
const UntilSchema = z.literal('').or(z.iso.date()).or(InstantSchema);
const ReasonSchema = z.string().trim().min(1).max(500).refine(isStorableText);

export async function place({ request, params }: ActionFunctionArgs): Promise<PlaceResult> {
  const { shop } = await requireMerchant(request);
  const form = await request.formData();
  const fault = (field: 'level' | 'until' | 'reason'): PlaceResult => ({ ok: false, fault: field });
  const customerId = ShopifyIdSchema.safeParse(params['customerId']);
  const level = LevelSchema.safeParse(form.get('level'));
  const until = UntilSchema.safeParse(form.get('until') ?? '');
  const reason = ReasonSchema.safeParse(form.get('reason'));
  if (!customerId.success || !level.success) return fault('level');
  if (!until.success) return fault('until');
  if (!reason.success) return fault('reason');
  const { timeZone } = await shopProfile(deps(), shop);
  const asked = {
    level: level.data || null,
    until: instantOf(until.data, timeZone),
    reason: reason.data,
  };
  // The page's own, and of what is asked: the same again after a lost answer is not done twice, another wish is another placement.
  const key = z.uuid().safeParse(form.get('key'));
  const placed = await placeMember(deps(), shop, {
    ...asked,
    customerId: customerId.data,
    actor: 'admin',
    key: `admin:${key.success ? key.data : deps().random.uuid()}:${inputHash(asked)}`,
  });
  if (placed.ok) return { ok: true, level: level.data || null, before: placed.before };
  return fault(placed.reason === 'in_past' ? 'until' : 'level');
}

function instantOf(until: string, timeZone: string): string | null {
  if (until === '') return null;
  return canonicalInstant(z.iso.date().safeParse(until).success ? endOfDay(until, timeZone) : until);
}
