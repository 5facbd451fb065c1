/** RFC 9457 problem details: one table from reason to status and title. Details are English, for developers. */
import type { ActionRefusal } from '../domain/award.ts';
import type { Refusal } from '../domain/rewards.ts';
import type { JoinRefusal } from '../domain/enrolment.ts';
import { actionRefusalText } from '../locales/action-text.ts';
import { refusalText } from '../locales/reward-text.ts';

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

/** A refusal of redeeming or cancelling: `reason` and its data are members of the problem. */
export function refusalProblem(refusal: Refusal): Response {
  const missing = refusal.reason === 'not_a_member' || refusal.reason === 'unknown_redemption';
  return problem(missing ? 'not-found' : 'conflict', refusalText(refusal, 'en'), { refusal });
}

/** What the programme does not have is no matter of the moment. */
const INVALID: ReadonlySet<ActionRefusal['reason']> = new Set([
  'unknown_action',
  'inactive_action',
  'in_future',
]);

/** A refusal of an action or a birthday. */
export function actionProblem(refusal: ActionRefusal): Response {
  const missing = refusal.reason === 'not_a_member';
  const reason = missing ? 'not-found' : INVALID.has(refusal.reason) ? 'invalid' : 'conflict';
  return problem(reason, actionRefusalText(refusal, 'en'), { refusal });
}
