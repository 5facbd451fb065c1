import type { Fetcher, FetcherWithComponents } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Program } from '../domain/program.ts';
import type { StartingKind } from '../domain/starting-programs.ts';
import type { Suggestion } from '../services/suggest-programs.ts';
import { useAdminText } from './admin-text.tsx';
import type { Unreachable } from './form/section-result.ts';
import { ReplaceDialog } from './replace-draft.tsx';
import { SetupStep } from './setup-step.tsx';
import { StartingCards } from './starting-cards.tsx';

export type Chosen = { ok: true } | { ok: false; reason: 'stale' | 'unavailable' } | Unreachable;

type Props = {
  /** null: Shopify does not tell the markets now. */
  suggestions: Suggestion[] | null;
  days: number;
  done: boolean;
  /** The draft as the page was loaded with it. */
  seen: string;
  choosing: FetcherWithComponents<Chosen>;
  /** The draft. */
  draft: Program;
  /** Whose preview stands beside; null: the draft's. */
  previewed: StartingKind | null;
  onPreview: (kind: StartingKind) => void;
};

/** The first step: one of the starting programmes becomes the draft; asked first where that would take away what was worked out. */
export function ChooseStep({ suggestions, days, done, seen, choosing, draft, previewed, onPreview }: Props) {
  const text = useAdminText();
  const [asked, setAsked] = useState<StartingKind | null>(null);
  const written = canonicalJson(draft);
  const isWork = done && !suggestions?.some(({ program }) => canonicalJson(program) === written);
  const choose = (kind: StartingKind) =>
    choosing.submit({ intent: 'choose', kind, seen }, { method: 'post' });
  return (
    <SetupStep title={text('setup.choose.title')} body={text('setup.choose.body')} done={done}>
      <BlockStack gap="300">
        {suggestions === null || choosing.data?.ok === false ? (
          <Banner tone="warning">{text(notChosen(choosing.data))}</Banner>
        ) : null}
        {suggestions ? (
          <StartingCards
            {...{ suggestions, days, draft, previewed, onPreview }}
            choosing={kindOf(choosing)}
            onChoose={isWork ? setAsked : choose}
          />
        ) : null}
        {done ? (
          <Text as="p" tone="subdued">
            {text('setup.choose.replaces')}
          </Text>
        ) : null}
        <ReplaceDialog
          open={asked !== null}
          consequence={text('setup.choose.consequence')}
          action={text('setup.choose.action')}
          onClose={() => setAsked(null)}
          onReplace={() => {
            if (asked !== null) choose(asked);
          }}
        />
      </BlockStack>
    </SetupStep>
  );
}

function notChosen(result: Chosen | undefined) {
  if (result?.ok !== false || result.reason === 'unavailable') return 'setup.choose.unavailable';
  return result.reason === 'stale' ? 'setup.choose.stale' : 'form.unreachable.title';
}

/** What is on its way to the server. */
function kindOf({ state, formData }: Fetcher): StartingKind | null {
  return state === 'idle' ? null : ((formData?.get('kind') ?? null) as StartingKind | null);
}

/** Says once that the draft is another. */
export function useChosenToast(result: Chosen | undefined): void {
  const text = useAdminText();
  const shopify = useAppBridge();
  useEffect(() => {
    if (result?.ok) shopify.toast.show(text('setup.choose.done'));
  }, [result, shopify, text]);
}
