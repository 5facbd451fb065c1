import { answer } from '../proxy/door.ts';

const unknown = () => answer({ error: 'not_found' }, 404);

export const loader = unknown;
export const action = unknown;
