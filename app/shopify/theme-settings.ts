import { z } from 'zod';
import type { AdminGateway } from './admin-gateway.ts';
import { ThemeSettingsDocument } from './admin-types.generated.ts';

/** The embed's block, by its file's name. */
export const EMBED = 'loyalty-panel';

export type EmbedStatus = 'on' | 'off' | 'unknown';

const SettingsData = z.object({
  current: z.object({
    blocks: z.record(z.string(), z.object({ type: z.string(), disabled: z.boolean().optional() })).optional(),
  }),
});

/** Whether the embed is on in the published theme; unknown where Shopify does not answer, or not what is understood. */
export async function readEmbedStatus(admin: AdminGateway): Promise<EmbedStatus> {
  const answer = await admin(ThemeSettingsDocument, {});
  if (!answer.ok) return 'unknown';
  const body = answer.data.themes?.nodes[0]?.files?.nodes[0]?.body;
  return body?.__typename === 'OnlineStoreThemeFileBodyText' ? embedStatus(body.content) : 'unknown';
}

/** Of a theme's `config/settings_data.json`, which Shopify begins with a comment. `current` may be a preset's name: then nothing was ever switched on. */
export function embedStatus(settings: string): EmbedStatus {
  let data: unknown;
  try {
    data = JSON.parse(settings.replace(/^\s*\/\*[\s\S]*?\*\//, ''));
  } catch {
    return 'unknown';
  }
  const parsed = SettingsData.safeParse(data);
  if (!parsed.success) return z.object({ current: z.string() }).safeParse(data).success ? 'off' : 'unknown';
  const blocks = Object.values(parsed.data.current.blocks ?? {});
  const isOn = blocks.some(({ type, disabled }) => type.includes(`/blocks/${EMBED}/`) && disabled !== true);
  return isOn ? 'on' : 'off';
}
