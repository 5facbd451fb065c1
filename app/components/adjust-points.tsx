import { useAppBridge } from '@shopify/app-bridge-react';
import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, FormLayout, InlineStack, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { ADJUSTMENT_MOST } from '../domain/ledger.ts';
import { typedDecimal } from '../locales/typed-decimal.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import type { Unreachable } from './form/section-result.ts';
import { undoToast } from './undo-toast.ts';

type Fault = 'points' | 'reason' | 'entry';
/** `seq`: of the entry that was made. `undoes`: the entry that it is the opposite of, else null. */
export type AdjustResult =
  { ok: true; seq: number; points: bigint; undoes: number | null } | { ok: false; fault: Fault };

/** Sends an adjustment or its undoing; the toast says what was done, and can undo it. */
export function useAdjusting(customerId: string) {
  const text = useAdminText();
  const format = useAdminFormat();
  const shopify = useAppBridge();
  const fetcher = useFetcher<AdjustResult | Unreachable>({ key: 'adjust' });
  const { data, submit } = fetcher;
  const send = (asked: Record<string, string>) =>
    submit(asked, { method: 'post', action: `/app/members/${customerId}` });
  const undo = (seq: number) => send({ intent: 'undo', seq: String(seq) });
  useEffect(() => {
    if (!data?.ok) return;
    const points = format.signed(data.points);
    if (data.undoes !== null) shopify.toast.show(text('member.adjust.undone', { points }));
    else
      shopify.toast.show(
        text('member.adjust.done', { points }),
        undoToast(text, () => undo(data.seq)),
      );
    // Once for each answer: everything else is the same as when it was asked.
  }, [data]);
  return {
    adjust: (asked: { points: string; reason: string; key: string }) => send({ intent: 'adjust', ...asked }),
    undo,
    busy: fetcher.state !== 'idle',
    /** The entry that is being undone. */
    undoing: fetcher.formData?.get('intent') === 'undo' ? Number(fetcher.formData.get('seq')) : null,
    result: fetcher.state === 'idle' ? (data ?? null) : null,
  };
}

/** What was typed, as whole points; null where it is none. */
function typedPoints(typed: string, locale: string): bigint | null {
  const plain = typedDecimal(typed.replace('−', '-').replace('+', ''), locale);
  if (!/^-?\d{1,15}$/.test(plain)) return null;
  const points = BigInt(plain);
  return points === 0n || points > BigInt(ADJUSTMENT_MOST) || points < -BigInt(ADJUSTMENT_MOST)
    ? null
    : points;
}

type Props = {
  balance: bigint;
  adjusting: ReturnType<typeof useAdjusting>;
  /** Of the next adjustment, anew with each load of the page. */
  nextKey: string;
};
const nothing = { points: '', reason: '' };

/** Gives or takes points by hand, with a reason; what becomes of the balance is said before the button. */
export function AdjustPoints({ balance, adjusting, nextKey }: Props) {
  const text = useAdminText();
  const locale = useLocale();
  const [asked, setAsked] = useState(nothing);
  // Faults are told once it was tried: not before the merchant has typed.
  const [isTried, setIsTried] = useState(false);
  // One key for what is asked, however often it is sent; another once it was posted.
  const [key, setKey] = useState<string | null>(null);
  const { result, busy } = adjusting;
  useEffect(() => {
    if (!result?.ok || result.undoes !== null) return;
    setAsked(nothing);
    setKey(null);
    setIsTried(false);
  }, [result]);
  const change = (field: keyof typeof nothing) => (value: string) => {
    setAsked((before) => ({ ...before, [field]: value }));
    setKey(null);
  };
  const points = typedPoints(asked.points, locale);
  // Without an answer it may have been posted; sending it again posts nothing twice.
  const fault = result?.ok === false ? ('fault' in result ? result.fault : 'lost') : null;
  const isFaulty = {
    points: (isTried && points === null) || fault === 'points',
    reason: (isTried && asked.reason.trim() === '') || fault === 'reason',
  };
  return (
    <Card>
      {fault === 'entry' || fault === 'lost' ? (
        <Banner tone="critical">{text(`member.adjust.fault.${fault}`)}</Banner>
      ) : null}
      <details className="disclosure">
        <summary>{text('member.adjust')}</summary>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setIsTried(true);
            if (points === null || asked.reason.trim() === '') return;
            const own = key ?? nextKey;
            setKey(own);
            adjusting.adjust({ ...asked, points: String(points), key: own });
          }}
        >
          <BlockStack gap="300">
            <Fields asked={asked} isFaulty={isFaulty} onChange={change} />
            <Consequence balance={balance} points={points} />
            <InlineStack>
              <Button submit loading={busy}>
                {text('member.adjust.action')}
              </Button>
            </InlineStack>
          </BlockStack>
        </form>
      </details>
    </Card>
  );
}

type FieldsProps = {
  asked: typeof nothing;
  isFaulty: Record<keyof typeof nothing, boolean>;
  onChange: (field: keyof typeof nothing) => (value: string) => void;
};

function Fields({ asked, isFaulty, onChange }: FieldsProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  return (
    <FormLayout>
      <FormLayout.Group>
        <TextField
          label={text('member.adjust.points')}
          helpText={text('member.adjust.points.help')}
          value={asked.points}
          onChange={onChange('points')}
          error={
            isFaulty.points
              ? text('member.adjust.fault.points', { most: format.number(ADJUSTMENT_MOST) })
              : undefined
          }
          autoComplete="off"
        />
        <TextField
          label={text('member.adjust.reason')}
          helpText={text('member.tier.place.reason.help')}
          value={asked.reason}
          onChange={onChange('reason')}
          error={isFaulty.reason ? text('member.adjust.fault.reason') : undefined}
          maxLength={500}
          autoComplete="off"
        />
      </FormLayout.Group>
    </FormLayout>
  );
}

function Consequence({ balance, points }: { balance: bigint; points: bigint | null }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const before = format.points(balance);
  const after = balance + (points ?? 0n);
  return (
    <div aria-live="polite">
      <Text as="p">
        {points === null
          ? text('member.adjust.consequence.none', { before })
          : text(after < 0n ? 'member.adjust.consequence.debt' : 'member.adjust.consequence', {
              before,
              after: format.points(after),
            })}
      </Text>
    </div>
  );
}
