/** GET /openapi.json: the REST API as OpenAPI 3.1, from the same schemas that hold its answers. */
import { z } from 'zod';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { OPERATIONS, type Operation } from './rest-operations.ts';
import { IdempotencyKeySchema, ProblemSchema } from './schemas.ts';

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
