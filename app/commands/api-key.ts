import { createApiKey } from '../services/create-api-key.ts';
import { API_KEY_SCOPES, type ApiKeyScope } from '../storage/api-keys.ts';
import { requiredShop, UsageError, type Command } from './command.ts';

function scopesOf(text: string | boolean | undefined): ApiKeyScope[] {
  const asked = String(text ?? 'read')
    .split(',')
    .map((scope) => scope.trim());
  const known = API_KEY_SCOPES.filter((scope) => asked.includes(scope));
  if (known.length !== new Set(asked).size)
    throw new UsageError(`--scopes takes ${API_KEY_SCOPES.join(', ')}, separated by commas`);
  return known;
}

export const apiKeyCreate: Command = {
  usage: 'api-key create --shop S [--scopes read,write]',
  summary: 'Make a key for the REST API. It is shown once.',
  options: { shop: { type: 'string' }, scopes: { type: 'string' } },
  run: async (deps, input) => {
    const scopes = scopesOf(input.options['scopes']);
    const created = await createApiKey(deps, await requiredShop(deps, input), scopes);
    return { ok: true, text: created.key, json: { ok: true, ...created } };
  },
};
