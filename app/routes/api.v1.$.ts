import { problem } from '../api/problem.ts';

const unknown = () => problem('not-found', 'GET /openapi.json lists what there is.');

export const loader = unknown;
export const action = unknown;
