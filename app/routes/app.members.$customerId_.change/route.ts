/** What is done on a member's page: points adjusted, a level given, a reward cancelled. */
import type { ActionFunctionArgs } from '@remix-run/node';
import type { ClientActionFunctionArgs } from '@remix-run/react';
import { z } from 'zod';
import type { AdjustResult } from '../../components/adjust-points.tsx';
import { savedOrKept } from '../../components/form/section-result.ts';
import type { CancelResult } from '../../components/member-redemptions.tsx';
import type { PlaceResult } from '../../components/place-member.tsx';
import { deps } from '../../deps.server.ts';
import { cancelRedemption } from '../../services/redeem-reward.ts';
import { offlineAdmin, requireMerchant } from '../../shopify.server.ts';
import { adjust } from './adjust.ts';
import { place } from './place.ts';

export async function action(args: ActionFunctionArgs): Promise<CancelResult | AdjustResult | PlaceResult> {
  const intent = (await args.request.clone().formData()).get('intent');
  if (intent === 'adjust' || intent === 'undo') return adjust(args);
  return intent === 'place' ? place(args) : cancel(args);
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

async function cancel({ request }: ActionFunctionArgs): Promise<CancelResult> {
  const { shop } = await requireMerchant(request);
  const redemptionId = z.uuid().safeParse((await request.formData()).get('redemptionId'));
  if (!redemptionId.success)
    return { intent: 'cancel', ok: false, refusal: { reason: 'unknown_redemption' } };
  const asked = { by: 'merchant' as const, redemptionId: redemptionId.data };
  const outcome = await cancelRedemption(deps(), (of) => offlineAdmin(of, 'page'), shop, asked);
  return outcome.ok
    ? { intent: 'cancel', ok: true }
    : { intent: 'cancel', ok: false, refusal: outcome.refusal };
}
