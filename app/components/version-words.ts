import { adminFormat, type AdminFormat } from './admin-format.tsx';
import { adminText, englishMessages, type AdminMessage, type AdminText } from '../locales/admin.ts';
import type { Program } from '../domain/program.ts';
import { changeWords } from './change-words.ts';

/** What a version changed, without its sentences: how many, and what they are about. */
export type VersionChanges = { sentences: number; sections: AdminMessage[] };

const english = adminText('en', englishMessages);
const words = { text: english, format: adminFormat('en', english, 'UTC'), locale: 'en', currency: null };

/** For a list, which needs no documents for it: in any language they are as many. null of a first version. */
export function changesOf(before: Program | null, after: Program): VersionChanges | null {
  if (before === null) return null;
  const changes = changeWords(before, after, words);
  const sentences = changes.reduce(
    (sum, { ended, begun, others }) => sum + Math.max(ended.length, begun.length) + (others ? 1 : 0),
    0,
  );
  return { sentences, sections: changes.map(({ title }) => title) };
}

/** "In force since 3 Nov 2026", "3 Nov – 5 Dec 2026". */
export function inForceText(
  { publishedAt, until }: { publishedAt: string; until: string | null },
  text: AdminText,
  format: AdminFormat,
): string {
  const from = format.moment(new Date(publishedAt));
  return until === null
    ? text('versions.since', { date: from })
    : text('versions.between', { from, until: format.moment(new Date(until)) });
}
