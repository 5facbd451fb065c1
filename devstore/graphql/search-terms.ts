import { GraphQLError } from 'graphql';

export type SearchTerm = { field: string | null; operator: ':' | '>' | '<' | '>=' | '<='; text: string };

/**
 * The terms of a search, all of which must hold: words and `field:text`, `field:>text`. Fields that the dev store does not know are an
 * error, where the platform would ignore them and give everything.
 */
export function searchTerms(query: unknown, fields: readonly string[]): SearchTerm[] {
  if (typeof query !== 'string') return [];
  const terms: SearchTerm[] = [];
  for (const match of query.matchAll(/(?:(\w+):(>=|<=|>|<)?)?(?:'([^']*)'|"([^"]*)"|(\S+))/g)) {
    const field = match[1] ?? null;
    if (field !== null && !fields.includes(field))
      throw new GraphQLError(
        `The dev store cannot search by "${field}" yet (devstore/graphql/search-terms.ts).`,
      );
    const operator =
      match[2] === '>' || match[2] === '<' || match[2] === '>=' || match[2] === '<=' ? match[2] : ':';
    const text = (match[3] ?? match[4] ?? match[5] ?? '').toLowerCase();
    if (text !== 'and') terms.push({ field, operator, text });
  }
  return terms;
}
