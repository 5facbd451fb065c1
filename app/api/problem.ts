/** RFC 9457 problem details: one table from reason to status and title. Details are English, for developers. */
import type { ActionRefusal } from '../domain/award.ts';
import type { Refusal } from '../domain/rewards.ts';
import type { JoinRefusal } from '../domain/enrolment.ts';

const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is malformed' },
  unauthenticated: { status: 401, title: 'A valid API key is needed' },
  forbidden: { status: 403, title: 'The API key lacks the scope' },
  'not-found': { status: 404, title: 'There is no such thing in this shop' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  conflict: { status: 409, title: 'The state of the shop does not allow it' },
  'too-large': { status: 413, title: 'The body is too large' },
  invalid: { status: 422, title: 'The document is not valid' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something broke on our side' },
} as const;

export type ProblemReason = keyof typeof PROBLEMS;

/** A faulty part of what was sent: `path` like `earning.rates[0].spend`. */
export type ProblemFault = { path: string; reason: string };

export function problem(
  reason: ProblemReason,
  detail: string,
  /** `refusal` adds its reason and data as members of the problem. */
  options: {
    faults?: ProblemFault[];
    headers?: Record<string, string>;
    refusal?: Refusal | JoinRefusal | ActionRefusal;
  } = {},
): Response {
  const { status, title } = PROBLEMS[reason];
  const body = {
    type: `urn:meridian:problem:${reason}`,
    title,
    status,
    detail,
    ...(options.faults && { faults: options.faults }),
    ...options.refusal,
  };
  return Response.json(body, {
    status,
    headers: { ...options.headers, 'Content-Type': 'application/problem+json' },
  });
}

/** `who` is asked about: "Customer 7302541". What a shopper is told of the same stands in app/locales. */
function refusalDetail(refusal: Refusal, who: string): string {
  switch (refusal.reason) {
    case 'insufficient_points':
      return `${who} lacks ${refusal.missing} points.`;
    case 'price_changed':
      return `The reward costs ${refusal.points} points now. Nothing was redeemed.`;
    default:
      return `${who} ${REFUSALS[refusal.reason]}`;
  }
}

const REFUSALS: Record<Exclude<Refusal['reason'], 'insufficient_points' | 'price_changed'>, `${string}.`> = {
  not_a_member: 'is not a member.',
  unknown_reward: 'cannot redeem it: the programme in force has no such reward.',
  inactive_reward: 'cannot redeem it: the reward is not active.',
  not_in_market: 'cannot redeem it: the reward is not for this market.',
  not_in_currency: 'cannot redeem it: the reward has no amount in this currency.',
  not_in_tier: "cannot redeem it: the reward is not for the member's level.",
  limit_reached: "cannot redeem it: the reward's limit is reached.",
  out_of_stock: 'cannot redeem it: nothing of it is left.',
  in_debt: 'cannot redeem it: the balance is below zero.',
  unsupported_reward: 'cannot redeem it: this release cannot issue the reward in this currency.',
  idempotency_conflict: 'was asked for something else with this Idempotency-Key. Send a new key.',
  shopify_refused: 'gets no code: Shopify refused it. The points are back.',
  offer_changed: 'cannot use them: what points are worth in the cart has changed.',
  cart_too_small: 'cannot use them: the cart takes fewer points.',
  already_held: 'cannot use them: points are held for another cart.',
  held_points_expired:
    'cannot use others: points that are held have expired, and moving them would lose them.',
  shop_unavailable: 'cannot redeem now: the shop is closed to Meridian. Nothing was changed.',
  unknown_redemption: 'is not in this shop.',
  already_used: 'was used already.',
  not_cancellable: 'cannot be cancelled any more.',
};

/** A refusal: `reason` and its data are members of the problem. `who`: what was asked about, as "Customer 7302541". */
export function refusalProblem(refusal: Refusal, who: string): Response {
  const missing = refusal.reason === 'not_a_member' || refusal.reason === 'unknown_redemption';
  return problem(missing ? 'not-found' : 'conflict', refusalDetail(refusal, who), { refusal });
}

const JOIN_REFUSALS: Record<JoinRefusal['reason'], string> = {
  terms_changed: 'termsVersion is not that of the terms in force: the problem carries those.',
  in_future: 'joinedAt lies in the future.',
};

export function joinProblem(refusal: JoinRefusal): Response {
  return problem('conflict', JOIN_REFUSALS[refusal.reason], { refusal });
}

/** What the programme does not have is no matter of the moment. */
const INVALID: ReadonlySet<ActionRefusal['reason']> = new Set([
  'unknown_action',
  'inactive_action',
  'in_future',
]);

const ACTION_REFUSALS: Record<Exclude<ActionRefusal['reason'], 'birthday_locked'>, `${string}.`> = {
  not_a_member: 'is not a member, or was none at that moment.',
  unknown_action: 'gets nothing: the programme in force then has no such custom action.',
  inactive_action: 'gets nothing: the action was not active.',
  limit_reached: "gets nothing: the action's limit is reached for that period.",
  inactive_reward: 'gets nothing: the reward that the action gives was not active.',
  unsupported_reward: 'gets nothing: this shop can issue the reward that the action gives to nobody.',
  in_future: 'gets nothing: occurredAt lies in the future.',
  idempotency_conflict: 'was told of something else with this Idempotency-Key. Send a new key.',
};

/** A refusal of an action or a birthday. `who`: as in refusalProblem. */
export function actionProblem(refusal: ActionRefusal, who: string): Response {
  const missing = refusal.reason === 'not_a_member';
  const reason = missing ? 'not-found' : INVALID.has(refusal.reason) ? 'invalid' : 'conflict';
  const detail =
    refusal.reason === 'birthday_locked'
      ? `has told a birthday before: another one is taken from ${refusal.changeableFrom} on.`
      : ACTION_REFUSALS[refusal.reason];
  return problem(reason, `${who} ${detail}`, { refusal });
}
