import { getNamedType, isInterfaceType, isObjectType, isUnionType, Kind, valueFromASTUntyped } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';

const mutationCost = 10;

type Walk = {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
};

/**
 * The requested cost of an operation by the platform's published rules: an object is 1, scalars and enums are free, a connection is
 * sized by `first` or `last`, a mutation is 10.
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const walk: Walk = { schema, fragments, variables };
  const fields = selectionCost(operation.selectionSet, root, walk);
  if (operation.operation !== 'mutation') return fields;
  return operation.selectionSet.selections.length * mutationCost;
}

function selectionCost(selections: SelectionSetNode, parent: GraphQLNamedType, walk: Walk): number {
  let cost = 0;
  // Fragments on different types of a union exclude each other: the dearest counts.
  let dearest = 0;
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      cost += fieldCost(selection, parent, walk);
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(selection.name.value) : selection;
    if (!fragment) continue;
    const on = fragment.typeCondition ? walk.schema.getType(fragment.typeCondition.name.value) : parent;
    const inner = selectionCost(fragment.selectionSet, on ?? parent, walk);
    if (isObjectType(parent)) cost += inner;
    else dearest = Math.max(dearest, inner);
  }
  return cost + dearest;
}

function fieldCost(field: FieldNode, parent: GraphQLNamedType, walk: Walk): number {
  if (!field.selectionSet || !(isObjectType(parent) || isInterfaceType(parent))) return 0;
  const definition = parent.getFields()[field.name.value];
  if (!definition) return 0;
  const type = getNamedType(definition.type);
  const inner = selectionCost(field.selectionSet, type, walk);
  if (type.name.endsWith('Connection')) return 2 + pageSize(field, walk) * inner;
  if (type.name.endsWith('Edge') || type.name === 'PageInfo') return inner;
  if (parent.name.endsWith('Connection') || isObjectType(type) || isInterfaceType(type) || isUnionType(type))
    return (1 + inner) * listSize(field, walk);
  return inner;
}

function pageSize(field: FieldNode, { variables }: Walk): number {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
    const value = valueFromASTUntyped(argument.value, variables);
    if (typeof value === 'number') return value;
  }
  return 1;
}

/** `nodes(ids:)` costs as many objects as it names. */
function listSize(field: FieldNode, { variables }: Walk): number {
  const ids = field.arguments?.find((argument) => argument.name.value === 'ids');
  const value = ids ? valueFromASTUntyped(ids.value, variables) : null;
  return Array.isArray(value) ? value.length : 1;
}
