import { useAppBridge } from '@shopify/app-bridge-react';
import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, FormLayout, InlineStack, Select, Text, TextField } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import type { Tiers } from '../domain/tiers.ts';
import { localizedText } from '../locales/reward-text.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import type { Unreachable } from './form/section-result.ts';
import { undoToast } from './undo-toast.ts';

type Field = 'level' | 'until' | 'reason';
/** `level`: null where a placement was taken back. `before`: what giving again undoes it. */
export type PlaceResult =
  | { ok: true; level: string | null; before: { level: string; until: string | null } | null }
  | { ok: false; fault: Field };

/**
 * Sends what is to be given by hand (an empty level: nothing any more); the toast says what was done, and can undo it. `nextKey`: of the page, anew with each load;
 * what had no answer keeps its own, so that the same again is not done twice.
 */
export function usePlacing(customerId: string, tiers: Tiers, nextKey: string) {
  const text = useAdminText();
  const locale = useLocale();
  const shopify = useAppBridge();
  const fetcher = useFetcher<PlaceResult | Unreachable>({ key: 'place' });
  const { data, submit } = fetcher;
  // The toast sends later: by then the page has another key than when the toast was made.
  const keys = useRef<{ next: string; unanswered: string | null }>({ next: nextKey, unanswered: null });
  const [isOfForm, setIsOfForm] = useState(false);
  const place = (asked: Record<Field, string>, by: 'form' | 'button' = 'button') => {
    setIsOfForm(by === 'form');
    const key = keys.current.unanswered ?? keys.current.next;
    keys.current.unanswered = key;
    submit({ intent: 'place', key, ...asked }, { method: 'post', action: `/app/members/${customerId}` });
  };
  useEffect(() => {
    keys.current.next = nextKey;
  }, [nextKey]);
  useEffect(() => {
    if (data && !('reason' in data)) keys.current.unanswered = null;
    if (!data?.ok) return;
    const level = tiers.levels.find(({ id }) => id === data.level);
    const message = level
      ? text('member.tier.place.done', { level: localizedText(level.name, locale) })
      : text('member.tier.takenBack');
    const { before } = data;
    const undo = { level: before?.level ?? '', until: before?.until ?? '', reason: text('action.undo') };
    shopify.toast.show(
      message,
      undoToast(text, () => place(undo)),
    );
    // Once for each answer: everything else is the same as when it was asked.
  }, [data]);
  const fault = data?.ok === false && 'fault' in data ? data.fault : null;
  return {
    place,
    busy: fetcher.state !== 'idle',
    /** Of what the form asked. */
    fault: isOfForm ? fault : null,
    trouble: troubleOf(data?.ok === false && 'reason' in data, fault !== null && !isOfForm),
  };
}

/** What no field of the form tells: no answer came, or what a button asked for cannot be done. */
function troubleOf(isLost: boolean, isRefused: boolean): 'lost' | 'refused' | null {
  if (isLost) return 'lost';
  return isRefused ? 'refused' : null;
}

type Props = {
  tiers: Tiers;
  /** The id of the level that the member has. */
  held: string;
  placing: ReturnType<typeof usePlacing>;
};

/** Gives a member a level by hand, with an end and a reason; what it does is said before the button. */
export function PlaceMember({ tiers, held, placing }: Props) {
  const text = useAdminText();
  const [asked, setAsked] = useState({ level: tiers.levels.at(-1)?.id ?? '', until: '', reason: '' });
  const [isTried, setIsTried] = useState(false);
  const hasReason = asked.reason.trim() !== '';
  return (
    <details className="disclosure">
      <summary>{text('member.tier.place')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (hasReason) placing.place(asked, 'form');
        }}
      >
        <BlockStack gap="300">
          <Text as="p">{text('member.tier.place.consequence')}</Text>
          <Fields
            tiers={tiers}
            asked={asked}
            fault={isTried && !hasReason ? 'reason' : placing.fault}
            onChange={(field) => (value) => setAsked((before) => ({ ...before, [field]: value }))}
          />
          {placeOf(tiers, asked.level) <= placeOf(tiers, held) ? (
            <Text as="p" tone="subdued">
              {text('member.tier.place.noChange')}
            </Text>
          ) : null}
          <InlineStack>
            <Button submit loading={placing.busy}>
              {text('member.tier.place.action')}
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </details>
  );
}

const placeOf = (tiers: Tiers, level: string) => tiers.levels.findIndex(({ id }) => id === level);

type FieldsProps = {
  tiers: Tiers;
  asked: Record<Field, string>;
  fault: Field | null;
  onChange: (field: Field) => (value: string) => void;
};

function Fields({ tiers, asked, fault, onChange }: FieldsProps) {
  const text = useAdminText();
  const locale = useLocale();
  const parts = (field: Field) => ({
    label: text(`member.tier.place.${field}`),
    value: asked[field],
    onChange: onChange(field),
    error: fault === field ? text(`member.tier.place.fault.${field}`) : undefined,
  });
  return (
    <FormLayout>
      <FormLayout.Group>
        <Select
          {...parts('level')}
          options={tiers.levels.map(({ id, name }) => ({ value: id, label: localizedText(name, locale) }))}
        />
        <TextField
          {...parts('until')}
          helpText={text('member.tier.place.until.help')}
          type="date"
          autoComplete="off"
        />
      </FormLayout.Group>
      <TextField
        {...parts('reason')}
        helpText={text('member.tier.place.reason.help')}
        autoComplete="off"
        maxLength={500}
      />
    </FormLayout>
  );
}
