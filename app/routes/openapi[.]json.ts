import { openApiDocument } from '../api/openapi.ts';

/** Open to everybody: it tells nothing of any shop. */
export const loader = () => Response.json(openApiDocument());
