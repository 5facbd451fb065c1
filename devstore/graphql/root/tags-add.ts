import type { RootField } from '../graphql-types.ts';
import { changeTags, sameTag } from '../tag-changes.ts';

/** A tag that the customer has already, in whatever case, stays as it is. */
export const tagsAdd: RootField = (args, context) =>
  changeTags(args, context, (tags, given) =>
    given.reduce<string[]>(
      (all, tag) => (all.some((each) => sameTag(each, tag)) ? all : [...all, tag]),
      [...tags],
    ),
  );
