import { useEffect, useState } from 'react';
import type { Program } from '../domain/program.ts';
import type { StartingKind } from '../domain/starting-programs.ts';
import type { Suggestion } from '../services/suggest-programs.ts';
import { useAdminText } from './admin-text.tsx';
import type { Chosen } from './setup-choose.tsx';
import { WidgetPreview } from './widget-preview.tsx';

/** The widget over the starting programme that is looked at, or over the draft. */
export function SetupPreview({ previewed, draft }: { previewed: Suggestion | null; draft: Program }) {
  const text = useAdminText();
  const title = text(previewed ? `setup.kind.${previewed.kind}` : 'setup.preview.draft');
  return (
    <div className="preview">
      <WidgetPreview program={previewed?.program ?? draft} title={title} />
    </div>
  );
}

/** The starting programme that is looked at; null: the draft is, which the chosen one has become. */
export function usePreviewed(
  suggestions: readonly Suggestion[],
  isChosen: boolean,
  chosen: Chosen | undefined,
) {
  const [looked, setLooked] = useState<StartingKind | null>(null);
  useEffect(() => {
    if (chosen?.ok) setLooked(null);
  }, [chosen]);
  const first = isChosen ? null : (suggestions[0] ?? null);
  return { previewed: suggestions.find(({ kind }) => kind === looked) ?? first, setLooked };
}
