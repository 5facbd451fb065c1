import { GraphQLError } from 'graphql';
import type { RootField } from '../graphql-types.ts';
import { findNode } from './node.ts';

const idsMax = 250;

export const nodes: RootField = ({ ids }, context) => {
  const wanted: unknown[] = Array.isArray(ids) ? ids : [];
  if (wanted.length > idsMax)
    throw new GraphQLError(
      `The input array size of ${wanted.length} is greater than the maximum allowed of ${idsMax}.`,
      {
        extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
      },
    );
  return wanted.map((id) => findNode(id, context));
};
