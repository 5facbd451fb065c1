/** The ladder of levels as one form, with the list's own changes (one more, a copy, gone) that are made in the draft at once and can be taken back. */
import { Banner, BlockStack } from '@shopify/polaris';
import { useMemo } from 'react';
import type { Program } from '../domain/program.ts';
import { goneLevels } from '../domain/publish-warnings.ts';
import { ladderForm, ladderSection } from '../domain/tiers-form.ts';
import type { Tiers } from '../domain/tiers.ts';
import { useAdminText } from './admin-text.tsx';
import { SectionPage, type Edited } from './form/section-page.tsx';
import { LadderOutcome } from './ladder-outcome.tsx';
import type { LevelsList } from './levels-list.tsx';
import { ListFailed } from './list-failed.tsx';
import { useWords } from './words.ts';
import { publishWarningTexts } from './publish-warning-words.ts';
import { MeasureFields } from './tier-fields.tsx';
import { TierLadderList } from './tier-ladder.tsx';
import { useTierLadder } from './use-tier-ladder.ts';

type TiersEditorProps = {
  program: Program;
  tiers: Tiers;
  list: LevelsList;
  /** Of the ladder's part of the draft (`partStamp`). */
  seen: string;
  /** Of a level that is added. */
  newId: string;
  now: string;
};

export function TiersEditor({ program, tiers, seen, ...rest }: TiersEditorProps) {
  const text = useAdminText();
  const loaded = useMemo(() => ({ fields: ladderForm(tiers), seen }), [tiers, seen]);
  return (
    <SectionPage
      // Other levels have other fields: the form begins anew with them. In another order, as after a save, they have the same.
      key={tiers.levels
        .map(({ id }) => id)
        .toSorted()
        .join(' ')}
      name="tiers"
      title={text('tiers.title')}
      section={ladderSection}
      program={program}
      loaded={loaded}
    >
      {(edited) => <Ladder {...{ program, tiers, edited, ...rest }} />}
    </SectionPage>
  );
}

type LadderProps = Omit<TiersEditorProps, 'seen'> & { edited: Edited };

function Ladder({ program, tiers, list, newId, now, edited }: LadderProps) {
  const state = useTierLadder(edited.program?.tiers ?? null);
  const text = useAdminText();
  const { send, failed } = list;
  const isLocked = JSON.stringify(edited.program?.tiers) !== JSON.stringify(tiers);
  return (
    <>
      <ListFailed failed={failed} stale={text('form.stale.title')} />
      <LostAudience program={program} />
      <MeasureFields program={edited.program} now={now} />
      <LadderOutcome state={state} />
      <TierLadderList
        {...{ program, state, isLocked }}
        onAdd={() => send({ intent: 'add', levelId: newId })}
        onCopy={(levelId) => send({ intent: 'copy', levelId, copyId: newId })}
        onDelete={(levelId) => send({ intent: 'delete', levelId })}
      />
    </>
  );
}

/** What was for a deleted level alone: told here, where it was deleted, and before publishing. */
export function LostAudience({ program }: { program: Program }) {
  const words = useWords();
  const lost = goneLevels(program);
  if (lost.length === 0) return null;
  return (
    <Banner tone="warning">
      <BlockStack gap="100">
        {publishWarningTexts(lost, program, words).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </BlockStack>
    </Banner>
  );
}
