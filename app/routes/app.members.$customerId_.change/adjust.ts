/** Gives or takes points by hand, or undoes that. */
import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import type { AdjustResult } from '../../components/adjust-points.tsx';
import { deps } from '../../deps.server.ts';
import { ADJUSTMENT_MOST } from '../../domain/ledger.ts';
import { ShopifyIdSchema } from '../../domain/ids.ts';
import { isStorableText } from '../../domain/text.ts';
import { adjustPoints, undoAdjustment } from '../../services/adjust-points.ts';
import { requireMerchant } from '../../shopify.server.ts';

const PointsSchema = z
  .string()
  .regex(/^-?\d{1,15}$/)
  .transform(Number)
  .refine((points) => points !== 0 && Math.abs(points) <= ADJUSTMENT_MOST);
const ReasonSchema = z.string().trim().min(1).max(500).refine(isStorableText);
const SeqSchema = z.coerce.number().int().positive().max(2_147_483_647);

export async function adjust({ request, params }: ActionFunctionArgs): Promise<AdjustResult> {
  const { shop } = await requireMerchant(request);
  const form = await request.formData();
  const fault = (field: 'points' | 'reason' | 'entry'): AdjustResult => ({ ok: false, fault: field });
  const customerId = ShopifyIdSchema.safeParse(params['customerId']);
  if (!customerId.success) return fault('entry');
  if (form.get('intent') === 'undo') {
    const seq = SeqSchema.safeParse(form.get('seq'));
    if (!seq.success) return fault('entry');
    const undone = await undoAdjustment(deps(), shop, { customerId: customerId.data, seq: seq.data });
    return undone.ok
      ? { ok: true, undoes: seq.data, seq: undone.seq, points: undone.points }
      : fault('entry');
  }
  const points = PointsSchema.safeParse(form.get('points'));
  if (!points.success) return fault('points');
  const reason = ReasonSchema.safeParse(form.get('reason'));
  if (!reason.success) return fault('reason');
  // The page's own: whoever sends again after a lost answer posts nothing twice.
  const key = z.uuid().safeParse(form.get('key'));
  const adjusted = await adjustPoints(deps(), shop, {
    customerId: customerId.data,
    points: points.data,
    reason: reason.data,
    key: `admin:${key.success ? key.data : deps().random.uuid()}`,
  });
  if (!adjusted.ok) return fault('entry');
  return { ok: true, undoes: null, seq: adjusted.seq, points: BigInt(adjusted.points) };
}
