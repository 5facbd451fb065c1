/** What the REST API answers with, as schemas: openapi.json is made of them, and the integration tests hold the answers to them. */
import { z } from 'zod';
import { EntryExplanationSchema, OrderExplanationSchema } from '../domain/explanation.ts';
import { ENTRY_KINDS } from '../domain/ledger.ts';
import { ProgramSchema } from '../domain/program.ts';

const instant = z.iso.datetime();
const points = z.int().describe('points, a whole number');
const customerId = z.string().describe("Shopify's number of the customer");
const next = z.string().nullable().describe('`cursor` of the next page; null on the last');

const FaultSchema = z.strictObject({ path: z.string(), reason: z.string() });

export const ProblemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  faults: z.array(FaultSchema).optional(),
});

export const MemberSchema = z.strictObject({
  customerId,
  enrolledAt: instant,
  points: z.strictObject({
    available: points.describe('what can be spent now; below 0 in debt'),
    pending: points,
    lifetimeEarned: points.describe('net of what was taken back'),
    nextExpiry: z.strictObject({ points, at: instant }).nullable(),
  }),
  tier: z.null().describe('tiers are not computed yet'),
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
  orderId: z.string(),
  customerId: customerId.nullable(),
  market: z.string().nullable(),
  currency: z.string().nullable(),
  target: points.describe('what the order should carry'),
  posted: points.describe('the sum of its entries of kind `order`'),
  programNumber: z.int().nullable(),
  explanation: OrderExplanationSchema,
});

export const OperationsSchema = z.strictObject({
  inbox: z.strictObject({ unprocessed: z.int(), oldestAt: instant.nullable(), refused: z.int() }),
  jobs: z.strictObject({ active: z.int(), due: z.int(), dead: z.int() }),
  privacyRequests: z.strictObject({ open: z.int(), oldestAt: instant.nullable() }),
  lastAudit: z
    .strictObject({
      at: instant,
      entries: z.int(),
      members: z.int(),
      fault: z.record(z.string(), z.unknown()).nullable(),
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
  warnings: z.array(FaultSchema).describe('parts that are kept but not computed yet'),
  resettling: z.int().describe('orders that are settled again'),
});
