import { createHash } from 'node:crypto';
import type { Metafield, MetafieldOwner } from './app-data-types.ts';
import type { Tables } from './tables.ts';

const rowKey = (owner: MetafieldOwner, namespace: string, key: string): string =>
  `${owner.type}/${owner.id} ${namespace} ${key}`;

/** A namespace in full: `$app` and `$app:name`, and none at all, belong to the calling app alone. */
export function fullNamespace(namespace: string | null, apiKey: string): string {
  const own = `app--${apiKey}`;
  if (namespace === null || namespace === '$app') return own;
  return namespace.startsWith('$app:') ? `${own}--${namespace.slice('$app:'.length)}` : namespace;
}

/** True for the namespaces that one app has for itself, whichever app that is. */
export function isReserved(namespace: string): boolean {
  return namespace.startsWith('app--');
}

/** True for a reserved namespace of the app with that key. */
export function isOwnNamespace(namespace: string, apiKey: string): boolean {
  return namespace === `app--${apiKey}` || namespace.startsWith(`app--${apiKey}--`);
}

export function findMetafield(
  tables: Tables,
  owner: MetafieldOwner,
  namespace: string,
  key: string,
): Metafield | null {
  return tables.get('metafield', rowKey(owner, namespace, key)) ?? null;
}

/** The metafields of one owner, oldest first. */
export function metafieldsOf(tables: Tables, owner: MetafieldOwner): Metafield[] {
  return [...tables.all('metafield')].filter(
    (each) => each.owner.type === owner.type && each.owner.id === owner.id,
  );
}

/** Creates the value, or changes it and keeps its id. */
export function putMetafield(
  tables: Tables,
  wanted: Pick<Metafield, 'owner' | 'namespace' | 'key' | 'type' | 'value'>,
  now: number,
): Metafield {
  const before = findMetafield(tables, wanted.owner, wanted.namespace, wanted.key);
  const metafield: Metafield = {
    ...wanted,
    id: before?.id ?? tables.newId('Metafield'),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  tables.put('metafield', rowKey(wanted.owner, wanted.namespace, wanted.key), metafield);
  return metafield;
}

/** Takes everything off the app's installation, as uninstalling does. */
export function removeInstallationData(tables: Tables): void {
  for (const each of [...tables.all('metafield')])
    if (each.owner.type === 'AppInstallation')
      tables.remove('metafield', rowKey(each.owner, each.namespace, each.key));
}

/** What `compareDigest` is compared with: a change of the value changes it. */
export function digestOf({ value }: Pick<Metafield, 'value'>): string {
  return createHash('sha256').update(value).digest('hex');
}
