import type { RootField } from '../graphql-types.ts';
import { changeTags, sameTag } from '../tag-changes.ts';

/** A tag that the customer does not have is no error. */
export const tagsRemove: RootField = (args, context) =>
  changeTags(args, context, (tags, given) => tags.filter((each) => !given.some((tag) => sameTag(each, tag))));
