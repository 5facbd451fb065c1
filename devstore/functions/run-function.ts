import { coerceInputValue, executeSync, getNamedType, GraphQLError, isInputType, validate } from 'graphql';
import type { DocumentNode, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import type { Cart } from '../checkout/eligible-discounts.ts';
import type { Reduction } from '../checkout/reductions.ts';
import { capabilities } from '../state/capabilities.ts';
import type { AppDiscount, DiscountValue, Metafield } from '../state/app-data-types.ts';
import { currentProduct } from '../state/catalogue.ts';
import type { StoreContext } from '../state/context.ts';
import { discountClasses, discountGid } from '../state/discounts.ts';
import { findMetafield, fullNamespace } from '../state/metafields.ts';
import { appFunctions } from './app-functions.ts';
import type { AppFunction, FunctionTarget } from './app-functions.ts';
import { cartInput } from './cart-input.ts';
import type { InputFacts } from './cart-input.ts';
import { functionSchema } from './function-schema.ts';
import { cartReductions, deliveryReductions } from './operations.ts';

type Values = Record<string, unknown>;

/** Of a variable of an input query. */
const listMax = 100;

const resultTypes: Record<FunctionTarget, string> = {
  'cart.lines.discounts.generate.run': 'CartLinesDiscountsGenerateRunResult',
  'cart.delivery-options.discounts.generate.run': 'CartDeliveryOptionsDiscountsGenerateRunResult',
};

/**
 * Runs the Function of a discount for both of its targets, as a checkout does: the input query is executed on the Function schema, the
 * module of the extension reckons, its answer is checked by the same schema. Empty where it gives nothing; throws where the platform
 * would report a failed run, so that nobody takes a fault for "no discount".
 */
export function runDiscountFunction(
  discount: AppDiscount,
  { handle }: Extract<DiscountValue, { kind: 'function' }>,
  cart: Cart,
  context: StoreContext,
): Reduction[] {
  if (!capabilities(context.tables).functions) return [];
  const found = appFunctions(context.env.extensionsFolder).find((each) => each.handle === handle);
  // Its extension is gone with a later version of the app: the platform leaves the discount without an effect.
  if (!found) return [];
  const classes = discountClasses(discount);
  const answer = (target: FunctionTarget) => runTarget(found, target, discount, cart, context);
  const goods = classes.some((name) => name !== 'SHIPPING')
    ? cartReductions(answer('cart.lines.discounts.generate.run'), cart, classes)
    : [];
  const shipping =
    classes.includes('SHIPPING') && cart.shippingLines.length > 0
      ? deliveryReductions(answer('cart.delivery-options.discounts.generate.run'), cart)
      : [];
  return [...goods, ...shipping];
}

function runTarget(
  app: AppFunction,
  target: FunctionTarget,
  discount: AppDiscount,
  cart: Cart,
  context: StoreContext,
): unknown {
  const wanted = app.targets[target];
  if (!wanted) return { operations: [] };
  const schema = functionSchema(app.apiVersion);
  checkQuery(schema, wanted.inputQuery, app.handle);
  const facts = factsOf(discount, context);
  const { data, errors } = executeSync({
    schema,
    document: wanted.inputQuery,
    rootValue: cartInput(cart, facts),
    variableValues: variablesOf(app, wanted.inputQuery, discount, facts),
    fieldResolver: resolveField,
  });
  if (errors) throw new Error(`${app.handle}: ${errors.map(({ message }) => message).join('; ')}`);
  // By way of JSON, as the platform hands it over.
  const input: unknown = JSON.parse(JSON.stringify(data));
  return checked(schema, resultTypes[target], wanted.run(input), app.handle);
}

const valid = new WeakSet<DocumentNode>();

/** Throws for a query that the schema refuses, which a deploy would have refused. */
function checkQuery(schema: GraphQLSchema, query: DocumentNode, handle: string): void {
  if (valid.has(query)) return;
  const faults = validate(schema, query);
  if (faults.length > 0) throw new Error(`${handle}: ${faults.map(({ message }) => message).join('; ')}`);
  valid.add(query);
}

function factsOf(discount: AppDiscount, { tables, env }: StoreContext): InputFacts {
  const own = {
    type: discount.code === null ? 'DiscountAutomaticNode' : 'DiscountCodeNode',
    id: discount.id,
  };
  const metafield = (ownerGid: string, namespace: string | null, key: string): Metafield | null => {
    const [, , , type, id] = ownerGid.split('/');
    const isCustomer = type === 'Customer';
    if (!isCustomer && type !== own.type) return null;
    const owner = { type: isCustomer ? type : own.type, id: Number(id) } as Metafield['owner'];
    return findMetafield(tables, owner, fullNamespace(namespace, env.apiKey), key);
  };
  return { discount, product: (id) => currentProduct(tables, id), metafield };
}

/** The members of the configured metafield; those that no query names are passed over. */
function variablesOf(
  { variables, handle }: AppFunction,
  inputQuery: DocumentNode,
  discount: AppDiscount,
  facts: InputFacts,
): Values {
  if (!variables) return {};
  const names = inputQuery.definitions.flatMap((each) =>
    each.kind === 'OperationDefinition' ? (each.variableDefinitions ?? []) : [],
  );
  const found = facts.metafield(discountGid(discount), variables.namespace, variables.key);
  const value: unknown = found ? JSON.parse(found.value) : {};
  if (typeof value !== 'object' || value === null) return {};
  const values = value as Values;
  for (const { variable } of names) {
    const each = values[variable.name.value];
    if (Array.isArray(each) && each.length > listMax)
      throw new Error(
        `${handle}: ${variable.name.value} has more than ${listMax} elements, which the platform refuses`,
      );
  }
  return values;
}

/** Values, or functions of a field's arguments; what is not there is an error that names it, as in the Admin API here. */
const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args: Values, _context, info) => {
  const values = source as Values;
  if (!Object.hasOwn(values, info.fieldName))
    throw new GraphQLError(
      `The dev store does not imitate ${getNamedType(info.parentType).name}.${info.fieldName} of Functions yet (devstore/functions).`,
    );
  const value = values[info.fieldName];
  return typeof value === 'function' ? (value as (args: Values) => unknown)(args) : value;
};

/** The answer as the schema reads it, defaults filled in; throws for what the platform would not take. */
function checked(schema: GraphQLSchema, typeName: string, answer: unknown, handle: string): unknown {
  const type = schema.getType(typeName);
  if (!isInputType(type)) throw new Error(`The Function schema has no input type ${typeName}`);
  return coerceInputValue(answer, type, (path, _value, error) => {
    throw new Error(`${handle} answered what ${typeName} refuses at ${path.join('.')}: ${error.message}`);
  });
}
