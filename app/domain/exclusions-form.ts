/** What earns nothing, as the studio's form has it: products and collections by Shopify's numbers, the rest by its text. */
import { joinedTexts, texts, words } from './form-text.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Program } from './program.ts';

const IDS = ['productIds', 'collectionIds'] as const;
const TEXTS = ['productTags', 'vendors', 'orderTags', 'channels'] as const;

export type ExclusionsForm = Record<(typeof IDS)[number] | (typeof TEXTS)[number], string>;

export function exclusionsForm({ earning: { exclusions } }: Program): ExclusionsForm {
  return {
    productIds: exclusions.productIds.join(' '),
    collectionIds: exclusions.collectionIds.join(' '),
    productTags: joinedTexts(exclusions.productTags),
    vendors: joinedTexts(exclusions.vendors),
    orderTags: joinedTexts(exclusions.orderTags),
    channels: joinedTexts(exclusions.channels),
  };
}

function document(sent: unknown, program: Program): unknown {
  const exclusions: Record<string, string[]> = {};
  for (const name of IDS) exclusions[name] = words(sent, name);
  for (const name of TEXTS) exclusions[name] = texts(sent, name);
  return { ...program, earning: { ...program.earning, exclusions } };
}

export const exclusionsSection: ProgramSection = {
  part: ({ earning }) => earning.exclusions,
  read: (sent, program) =>
    judgedSection(document(sent, program), ([first, second, third]) =>
      first === 'earning' && second === 'exclusions' ? (third ?? null) : null,
    ),
};
