/** The ladder of levels as one form, with the list's own changes (one more, a copy, gone) that are made in the draft at once and can be taken back. */
import { useMemo } from 'react';
import type { Program } from '../domain/program.ts';
import { ladderForm, ladderSection } from '../domain/tiers-form.ts';
import type { Tiers } from '../domain/tiers.ts';
import { useAdminText } from './admin-text.tsx';
import { SectionPage, type Edited } from './form/section-page.tsx';
import { LadderOutcome } from './ladder-outcome.tsx';
import { ListFailure, useLevelsList } from './levels-list.tsx';
import { MeasureFields } from './tier-fields.tsx';
import { TierLadderList } from './tier-ladder.tsx';
import { useTierLadder } from './use-tier-ladder.ts';

export type TiersEditorProps = {
  program: Program;
  tiers: Tiers;
  /** Of the ladder's part of the draft, and of all levels with their names and perks (`partStamp`). */
  seen: string;
  tiersSeen: string;
  /** Of a level that is added. */
  newId: string;
  now: string;
};

export function TiersEditor({ program, tiers, seen, now, ...list }: TiersEditorProps) {
  const text = useAdminText();
  const loaded = useMemo(() => ({ fields: ladderForm(tiers), seen }), [tiers, seen]);
  return (
    <SectionPage
      name="tiers"
      title={text('tiers.title')}
      section={ladderSection}
      program={program}
      loaded={loaded}
    >
      {(edited) => <Ladder {...{ program, tiers, now, edited, ...list }} />}
    </SectionPage>
  );
}

type LadderProps = Omit<TiersEditorProps, 'seen'> & { edited: Edited };

function Ladder({ program, tiers, tiersSeen, newId, now, edited }: LadderProps) {
  const state = useTierLadder(edited.program?.tiers ?? null);
  const { send, failed } = useLevelsList({ tiers, tiersSeen });
  const isLocked = JSON.stringify(edited.program?.tiers) !== JSON.stringify(tiers);
  return (
    <>
      <ListFailure failed={failed} />
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
