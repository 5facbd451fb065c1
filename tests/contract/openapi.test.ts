// openapi.json names every route of the REST API and no other.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openApiDocument } from '../../app/api/openapi.ts';
import { OPERATIONS } from '../../app/api/rest-operations.ts';

const ROUTES = resolve(import.meta.dirname, '../../app/routes');

/** `api.v1.members.$customerId.entries.ts` -> `/api/v1/members/{customerId}/entries`. */
function pathOf(file: string): string {
  const parts = file
    .replace(/\.ts$/, '')
    .split('.')
    .filter((part) => part !== '_index');
  return `/${parts.map((part) => (part.startsWith('$') ? `{${part.slice(1)}}` : part)).join('/')}`;
}

test('every route of the API is described, and nothing else', () => {
  const files = readdirSync(ROUTES).filter((file) => file.startsWith('api.v1.') && file !== 'api.v1.$.ts');
  const described = new Set(OPERATIONS.map((operation) => operation.path));
  expect([...described].sort()).toEqual(files.map(pathOf).sort());
});

test('a generated client knows what each operation is called, what it needs, and where it is', () => {
  const document = openApiDocument() as {
    servers: object[];
    paths: Record<
      string,
      Record<string, { operationId: string; parameters: object[]; requestBody?: object }>
    >;
  };
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(OPERATIONS.length);
  expect(document.servers).toEqual([{ url: '/' }]);
  const adjust = document.paths['/api/v1/members/{customerId}/adjustments']?.post;
  expect(adjust).toMatchObject({
    operationId: 'adjustPoints',
    parameters: [
      { name: 'customerId', schema: { type: 'string', pattern: '^[1-9]\\d{0,17}$' } },
      { name: 'Idempotency-Key', required: true, schema: { minLength: 8, maxLength: 200 } },
    ],
    requestBody: { required: true },
  });
  expect(document.paths['/api/v1/program/publish']?.post?.requestBody).toMatchObject({ required: false });
});

test('the document is whole: schemas of bodies and answers, and JSON', () => {
  const document = openApiDocument() as {
    paths: Record<string, Record<string, { responses: object; requestBody?: object }>>;
  };
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  expect(document.paths['/api/v1/program/draft']?.put?.requestBody).toMatchObject({
    content: { 'application/json': { schema: { type: 'object', additionalProperties: false } } },
  });
});
