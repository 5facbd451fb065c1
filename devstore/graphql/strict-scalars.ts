import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import type { GraphQLSchema, ValueNode } from 'graphql';

/** What each of the platform's scalars accepts as text. graphql-js, given only an introspection, lets anything through. */
const textForms: Record<string, (text: string) => boolean> = {
  Decimal: (text) => /^-?\d+(\.\d+)?$/.test(text),
  Money: (text) => /^-?\d+(\.\d+)?$/.test(text),
  DateTime: (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text)),
  Date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  URL: (text) => URL.canParse(text),
  UnsignedInt64: (text) => /^\d+$/.test(text) && BigInt(text) < 2n ** 64n,
  BigInt: (text) => /^-?\d+$/.test(text),
  Color: (text) => /^#[0-9a-f]{6}$/i.test(text),
};

const numbersToo = new Set(['Decimal', 'Money', 'UnsignedInt64', 'BigInt']);

/** Makes the scalars of a schema refuse what the platform refuses, in variables and in documents. */
export function makeScalarsStrict(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const form = textForms[type.name];
    if (!form || !(type instanceof GraphQLScalarType)) continue;
    const check = (value: unknown): string => {
      const text = numbersToo.has(type.name) && typeof value === 'number' ? String(value) : value;
      if (typeof text !== 'string' || !form(text))
        throw new GraphQLError(`invalid ${type.name} '${String(value)}'`);
      return text;
    };
    type.parseValue = check;
    type.parseLiteral = (node: ValueNode) => {
      const isText = node.kind === Kind.STRING;
      const isNumber = node.kind === Kind.INT || node.kind === Kind.FLOAT;
      if (!isText && !(isNumber && numbersToo.has(type.name)))
        throw new GraphQLError(`invalid ${type.name}`, { nodes: node });
      return check(node.value);
    };
    type.serialize = check;
  }
}
