import type { StoreContext } from '../state/context.ts';
import type { DevStore } from '../state/dev-store.ts';
import type { RequiredAccess } from './admin-schema.ts';

export type Arguments = Record<string, unknown>;

export type GraphqlContext = {
  store: DevStore;
  core: StoreContext;
  scopes: ReadonlySet<string>;
  access: ReadonlyMap<string, RequiredAccess>;
  /** Objects given out so far: the actual cost. */
  objects: number;
  /** Mutations answer a user error and do nothing. */
  refuse: boolean;
};

/** A root field: its arguments as the schema checked them. */
export type RootField = (args: Arguments, context: GraphqlContext) => unknown;

/** An object of the API: values, or functions of a field's arguments. `__typename` where interfaces and unions need it. */
export type ApiObject = { [field: string]: unknown };
