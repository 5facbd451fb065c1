/** GET /openapi.json: the REST API as OpenAPI 3.1, from the same schemas that hold its answers. */
import { z } from 'zod';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { ProgramSchema } from '../domain/program.ts';
import {
  AdjustedSchema,
  AdjustmentSchema,
  BirthdaySchema,
  CurrentProgramSchema,
  EndedPlacementSchema,
  EntriesSchema,
  EventsSchema,
  IdempotencyKeySchema,
  JoinSchema,
  MemberBirthdaySchema,
  MemberSchema,
  MembersSchema,
  OperationsSchema,
  OrderSchema,
  PlacedSchema,
  PlacementSchema,
  ProblemSchema,
  PublishedSchema,
  RedeemSchema,
  RedemptionSchema,
  ReportedActionSchema,
  RewardedActionSchema,
  SavedDraftSchema,
  ToldBirthdaySchema,
} from './schemas.ts';

type Operation = {
  method: 'get' | 'put' | 'post' | 'delete';
  /** What a generated client calls it. */ id: string;
  path: string;
  summary: string;
  scope: 'read' | 'write';
  paged?: boolean;
  /** Takes an Idempotency-Key: the same key again gives the first answer. */ idempotent?: boolean;
  body?: z.ZodType;
  answer: z.ZodType;
};

export const OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    id: 'getProgram',
    path: '/api/v1/program',
    summary: 'The programme in force and the draft',
    scope: 'read',
    answer: CurrentProgramSchema,
  },
  {
    method: 'put',
    id: 'saveDraft',
    path: '/api/v1/program/draft',
    summary: 'Save the draft',
    scope: 'write',
    body: ProgramSchema,
    answer: SavedDraftSchema,
  },
  {
    method: 'post',
    id: 'publishProgram',
    path: '/api/v1/program/publish',
    summary: "Publish the draft; publishedAt may lie in the past for a shop's first version",
    scope: 'write',
    body: z.strictObject({ publishedAt: z.iso.datetime().optional() }),
    answer: PublishedSchema,
  },
  {
    method: 'get',
    id: 'listMembers',
    path: '/api/v1/members',
    summary: 'Members by enrolment',
    scope: 'read',
    paged: true,
    answer: MembersSchema,
  },
  {
    method: 'post',
    id: 'joinMember',
    path: '/api/v1/members',
    summary: 'Join a customer who agreed to; doing so twice changes nothing',
    scope: 'write',
    body: JoinSchema,
    answer: MemberSchema,
  },
  {
    method: 'get',
    id: 'getMember',
    path: '/api/v1/members/{customerId}',
    summary: 'A member',
    scope: 'read',
    answer: MemberSchema,
  },
  {
    method: 'get',
    id: 'listEntries',
    path: '/api/v1/members/{customerId}/entries',
    summary: "A member's entries, oldest first",
    scope: 'read',
    paged: true,
    answer: EntriesSchema,
  },
  {
    method: 'get',
    id: 'getOrder',
    path: '/api/v1/orders/{orderId}',
    summary: 'What an order is worth, and why',
    scope: 'read',
    answer: OrderSchema,
  },
  {
    method: 'post',
    id: 'adjustPoints',
    path: '/api/v1/members/{customerId}/adjustments',
    summary: 'Give or take points, with a reason that names no person',
    scope: 'write',
    idempotent: true,
    body: AdjustmentSchema,
    answer: AdjustedSchema,
  },
  {
    method: 'post',
    id: 'reportAction',
    path: '/api/v1/members/{customerId}/actions',
    summary: 'Reward a custom action; the same fact again gives its first award',
    scope: 'write',
    idempotent: true,
    body: ReportedActionSchema,
    answer: RewardedActionSchema,
  },
  {
    method: 'get',
    id: 'getBirthday',
    path: '/api/v1/members/{customerId}/birthday',
    summary: 'The birthday that a member told',
    scope: 'read',
    answer: MemberBirthdaySchema,
  },
  {
    method: 'delete',
    id: 'forgetBirthday',
    path: '/api/v1/members/{customerId}/birthday',
    summary: "Forget a member's birthday; doing so twice changes nothing",
    scope: 'write',
    answer: MemberBirthdaySchema,
  },
  {
    method: 'put',
    id: 'tellBirthday',
    path: '/api/v1/members/{customerId}/birthday',
    summary: "A member's birthday without its year; another one is taken a year later",
    scope: 'write',
    body: BirthdaySchema,
    answer: ToldBirthdaySchema,
  },
  {
    method: 'post',
    id: 'placeMember',
    path: '/api/v1/members/{customerId}/tier',
    summary: 'Give a level by hand; the higher of it and the level reached counts',
    scope: 'write',
    idempotent: true,
    body: PlacementSchema,
    answer: PlacedSchema,
  },
  {
    method: 'post',
    id: 'endPlacement',
    path: '/api/v1/members/{customerId}/tier/end',
    summary: 'End the level that was given by hand',
    scope: 'write',
    idempotent: true,
    body: EndedPlacementSchema,
    answer: PlacedSchema,
  },
  {
    method: 'post',
    id: 'redeemReward',
    path: '/api/v1/members/{customerId}/redemptions',
    summary: "Redeem a reward with the member's points",
    scope: 'write',
    idempotent: true,
    body: RedeemSchema,
    answer: RedemptionSchema,
  },
  {
    method: 'get',
    id: 'getRedemption',
    path: '/api/v1/redemptions/{id}',
    summary: 'A redemption: its code, its status',
    scope: 'read',
    answer: RedemptionSchema,
  },
  {
    method: 'post',
    id: 'cancelRedemption',
    path: '/api/v1/redemptions/{id}/cancel',
    summary: 'Take the code back in Shopify, then give the points back',
    scope: 'write',
    answer: RedemptionSchema,
  },
  {
    method: 'get',
    id: 'listEvents',
    path: '/api/v1/events',
    summary: 'What members are to be told, in order: points that will expire, 30 and 7 days ahead',
    scope: 'read',
    paged: true,
    answer: EventsSchema,
  },
  {
    method: 'get',
    id: 'getOperations',
    path: '/api/v1/operations',
    summary: 'Deliveries, jobs, rewards that wait for a person, the last audit',
    scope: 'read',
    answer: OperationsSchema,
  },
];

/** A schema that stands inside the document: its own dialect line does not belong there. */
const inlineSchema = (schema: z.ZodType, io: 'input' | 'output' = 'input') => {
  const { $schema: _, ...inline } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return inline;
};

const content = (schema: z.ZodType, io: 'input' | 'output', type = 'application/json') => ({
  content: { [type]: { schema: inlineSchema(schema, io) } },
});

const parameter = (
  name: string,
  where: 'path' | 'query' | 'header',
  schema: object = { type: 'string' },
) => ({
  name,
  in: where,
  required: where !== 'query',
  schema,
});

const PATH_SCHEMAS: Record<string, object> = {
  customerId: inlineSchema(ShopifyIdSchema),
  orderId: inlineSchema(ShopifyIdSchema),
  id: inlineSchema(z.uuid()),
};

function operationObject({ id, path, summary, scope, paged, idempotent, body, answer }: Operation) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) =>
    parameter(name, 'path', PATH_SCHEMAS[name]),
  );
  return {
    operationId: id,
    summary,
    description: `Needs a key with the scope "${scope}".`,
    parameters: [
      ...names,
      ...(paged ? [parameter('cursor', 'query')] : []),
      ...(idempotent ? [parameter('Idempotency-Key', 'header', inlineSchema(IdempotencyKeySchema))] : []),
    ],
    ...(body && { requestBody: { required: !body.safeParse({}).success, ...content(body, 'input') } }),
    responses: {
      200: { description: 'Done', ...content(answer, 'output') },
      default: {
        description: 'A problem (RFC 9457)',
        ...content(ProblemSchema, 'output', 'application/problem+json'),
      },
    },
  };
}

export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS)
    (paths[operation.path] ??= {})[operation.method] = operationObject(operation);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Meridian',
      version: '1',
      description: 'Points, members and the programme of one shop. The key names the shop.',
    },
    // The same server that answers with this document.
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'mrd_…, made by `npm run meridian -- api-key create`',
        },
      },
    },
    paths,
  };
}
