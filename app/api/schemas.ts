/** What the REST API answers with, as schemas: openapi.json is made of them, and the integration tests hold the answers to them. */
import { z } from 'zod';
import { CurrencySchema } from '../domain/currency.ts';
import { EntryExplanationSchema, OrderExplanationSchema } from '../domain/explanation.ts';
import { GRANT_KINDS } from '../domain/grant.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { InstantSchema } from '../domain/instant.ts';
import { ADJUSTMENT_MOST, ENTRY_KINDS } from '../domain/ledger.ts';
import { IdSchema } from '../domain/program-parts.ts';
import { ProgramSchema } from '../domain/program.ts';
import { isMonthDay } from '../domain/occasions.ts';
import { REDEMPTION_STATUSES } from '../domain/redemption.ts';
import { PerksSchema } from '../domain/tiers.ts';
import { text } from '../domain/text.ts';

const instant = z.iso.datetime();
const points = z.int().describe('points, a whole number');
const customerId = ShopifyIdSchema.describe("Shopify's number of the customer");
const next = z.string().nullable().describe('`cursor` of the next page; null on the last');

/** Of a request that must not be carried out twice. */
export const IdempotencyKeySchema = z
  .string()
  .min(8)
  .max(200)
  .regex(/^[\x21-\x7e]+$/);

const FaultSchema = z.strictObject({ path: z.string(), reason: z.string() });

/** A refusal adds its reason and what belongs to it (what is missing, the new price) as members of the problem. */
export const ProblemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  faults: z.array(FaultSchema).optional(),
});

const TierSchema = z
  .strictObject({
    id: z.string(),
    since: instant,
    until: instant.nullable().describe('when it ends by itself, unless an order prolongs it'),
    nextLevel: z
      .strictObject({
        id: z.string(),
        missing: z.string().describe("of the programme's basis, as a decimal"),
      })
      .nullable(),
    perks: PerksSchema.optional().describe(
      'what the level gives besides its multiplier; left out where it is nothing',
    ),
  })
  .nullable()
  .describe('null where the programme has no tiers');

export const MemberSchema = z.strictObject({
  customerId,
  enrolledAt: instant,
  points: z.strictObject({
    available: points.describe('what can be spent now; below 0 in debt'),
    pending: points,
    lifetimeEarned: points.describe('net of what was taken back'),
    nextExpiry: z.strictObject({ points, at: instant }).nullable(),
  }),
  tier: TierSchema,
});

export const MembersSchema = z.strictObject({ members: z.array(MemberSchema), next });

const EntrySchema = z.strictObject({
  seq: z.int().positive(),
  kind: z.enum(ENTRY_KINDS),
  points,
  source: z.strictObject({ kind: z.string(), id: z.string() }),
  effectiveAt: instant,
  recordedAt: instant,
  availableAt: instant.nullable(),
  expiresAt: instant.nullable(),
  explanation: EntryExplanationSchema,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

export const EntriesSchema = z.strictObject({ entries: z.array(EntrySchema), next });

export const OrderSchema = z.strictObject({
  orderId: ShopifyIdSchema,
  customerId: customerId.nullable(),
  market: z.string().nullable(),
  currency: z.string().nullable(),
  target: points.describe('what the order should carry'),
  posted: points.describe('the sum of its entries of kind `order`'),
  programNumber: z.int().nullable(),
  settledAt: instant.nullable().describe('null: not yet'),
  waitingFor: z
    .enum(['lookups'])
    .nullable()
    .describe('`lookups`: what came since `settledAt` counts once Shopify told tags and collections'),
  explanation: OrderExplanationSchema.nullable().describe('null before it was settled'),
});

const LedgerFaultSchema = z.strictObject({
  invariant: z.string(),
  memberId: z.string().nullable(),
  seq: z.int().nullable(),
  detail: z.string(),
});

export const OperationsSchema = z.strictObject({
  inbox: z.strictObject({ unprocessed: z.int(), oldestAt: instant.nullable(), refused: z.int() }),
  jobs: z.strictObject({ active: z.int(), due: z.int(), dead: z.int() }),
  lookups: z
    .strictObject({
      waiting: z.int(),
      oldestAt: instant.nullable(),
      codes: z.array(z.string()).describe('what Shopify answered for the oldest of them, last time'),
    })
    .describe('orders that wait for tags and collections from Shopify; they count as `jobs.due` too'),
  redemptions: z
    .strictObject({ needsReview: z.int(), oldestAt: instant.nullable() })
    .describe('rewards that wait for a person of the shop; they count as `jobs.dead` too'),
  levelDiscounts: z
    .strictObject({
      refused: z.array(z.strictObject({ levelId: z.string(), codes: z.array(z.string()) })),
    })
    .describe('shipping of levels that Shopify would not set up, with what it answered; it is tried again'),
  privacyRequests: z.strictObject({ open: z.int(), oldestAt: instant.nullable() }),
  lastAudit: z
    .strictObject({
      at: instant,
      entries: z.int(),
      members: z.int(),
      fault: LedgerFaultSchema.nullable(),
      faults: z.array(LedgerFaultSchema).describe('the first violation of each broken rule'),
      byKind: z
        .array(z.strictObject({ kind: z.enum(ENTRY_KINDS), entries: z.int(), points }))
        .describe('what the entries of each kind come to; together `balances`'),
      balances: points,
      newestRoot: z
        .strictObject({ day: z.iso.date(), root: z.string() })
        .nullable()
        .describe('of the newest closed day (UTC): note it elsewhere, `ledger verify --root` compares'),
    })
    .nullable(),
});

export const CurrentProgramSchema = z.strictObject({
  number: z.int().nullable(),
  publishedAt: instant.nullable(),
  program: ProgramSchema.nullable(),
  draft: z.strictObject({ document: ProgramSchema, updatedAt: instant }).nullable(),
});

export const SavedDraftSchema = z.strictObject({ program: ProgramSchema, updatedAt: instant });

export const PublishedSchema = z.strictObject({
  number: z.int(),
  publishedAt: instant,
  warnings: z.array(FaultSchema).describe('parts that do not do all that they say yet'),
  resettling: z.int().describe('orders that are settled again'),
});

export const JoinSchema = z.strictObject({
  customerId: ShopifyIdSchema,
  joinedAt: InstantSchema.optional().describe('in the past; now, where it is left out'),
  termsVersion: text(100)
    .nullable()
    .optional()
    .describe('that they accepted: the version of enrolment.terms in force at that moment'),
  source: z.enum(['api', 'admin', 'import']).optional().describe('where they agreed'),
});

export const AdjustmentSchema = z.strictObject({
  points: z
    .int()
    .min(-ADJUSTMENT_MOST)
    .max(ADJUSTMENT_MOST)
    .refine((value) => value !== 0, 'is 0'),
  /** The shop's own note: it stays in the ledger, so it names no person. */
  reason: text(500).refine((reason) => reason.trim() !== '', 'is empty'),
});

/** The shop's own note: it stays, so it names no person. */
const note = text(500).refine((reason) => reason.trim() !== '', 'is empty');

/** A level given by hand. */
export const PlacementSchema = z.strictObject({
  level: IdSchema,
  until: InstantSchema.nullish()
    .transform((until) => until ?? null)
    .describe('null: until it is ended'),
  reason: note,
});
export const EndedPlacementSchema = z.strictObject({ reason: note });
export const PlacedSchema = z.strictObject({
  tier: TierSchema,
  before: z
    .strictObject({ level: z.string(), until: instant.nullable() })
    .nullable()
    .describe('what was given by hand until now: giving it again undoes this'),
});

export const AdjustedSchema = z.strictObject({ seq: z.int().positive(), points });

/** A custom action. `key` is the caller's name of the fact (an order of another system, a review): of one action and member it is rewarded once. */
export const ReportedActionSchema = z.strictObject({
  actionId: IdSchema,
  key: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'is not 1 to 200 visible characters')
    .describe('names the fact, and no person: it stays in the ledger'),
  occurredAt: InstantSchema.optional().describe('in the past; now, where it is left out'),
});
export const RewardedActionSchema = z.strictObject({
  seq: z.int().positive().nullable().describe('of the entry; null where a reward was given'),
  points: points.describe('0 where a reward was given'),
  redemptionId: z
    .uuid()
    .nullable()
    .describe('of the reward that was given, to be asked for by its id; null: points'),
});

export const BirthdaySchema = z
  .strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31) })
  .refine(isMonthDay, 'is no day of the year');
const toldBirthday = z.strictObject({ month: z.int(), day: z.int() });
const changeableFrom = z.iso.date().describe("in the shop's calendar");
export const ToldBirthdaySchema = z.strictObject({ birthday: toldBirthday, changeableFrom });
export const MemberBirthdaySchema = z
  .strictObject({ birthday: toldBirthday.nullable(), changeableFrom: changeableFrom.nullable() })
  .describe('both null: none is told');

export const EventsSchema = z.strictObject({
  events: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.literal('points.expiring'),
      customerId: customerId.nullable().describe('null: forgotten since'),
      createdAt: instant,
      payload: z.strictObject({ points, at: instant, daysAhead: z.int() }),
    }),
  ),
  next: z
    .string()
    .nullable()
    .describe('`cursor` to go on from, now or once there are more; null before the first event'),
});

export const RedeemSchema = z.strictObject({
  rewardId: IdSchema,
  currency: CurrencySchema,
  /** Where it is given, `currency` must be this market's. */
  market: IdSchema.optional(),
  /** The price that the member saw: refused where it changed since. */
  points: z.int().positive().optional(),
});

export const RedemptionSchema = z.strictObject({
  id: z.uuid(),
  rewardId: z.string(),
  name: z.string(),
  points: points.describe('0 of what was given'),
  origin: z
    .strictObject({ kind: z.enum(GRANT_KINDS), text: z.string() })
    .nullable()
    .describe(
      'why it was given: the entry to a level, a birthday, the shipping of a level, an action; null: points bought it',
    ),
  currency: z.string(),
  amount: z.string().nullable().describe('a decimal, in `currency`; null for what is no amount'),
  percent: z.string().nullable(),
  ceiling: z.string().nullable().describe('the most that it comes to, in `currency`'),
  status: z.enum(REDEMPTION_STATUSES),
  ending: z
    .enum(['cancelled', 'expired'])
    .nullable()
    .describe('what it is on its way to: its code must not be used'),
  code: z.string().nullable().describe('null before it is issued, and for store credit'),
  createdAt: instant,
  expiresAt: instant.nullable(),
  usedAt: instant.nullable(),
  usedOrderId: z.string().nullable(),
  refusal: z.strictObject({ reason: z.string(), text: z.string() }).nullable(),
});
