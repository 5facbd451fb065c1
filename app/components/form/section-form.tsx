/** The one pattern of the studio's forms: conform keeps the fields, the section's schema judges them here and on the server, the save bar saves. */
import { FormProvider, getFormProps, parse, useForm, type SubmissionResult } from '@conform-to/react';
import { Form, useFetcher } from '@remix-run/react';
import { SaveBar } from '@shopify/app-bridge-react';
import { BlockStack } from '@shopify/polaris';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { FieldFaults, FormFault } from '../../domain/form-fault.ts';
import { useAdminText } from '../admin-text.tsx';
import { useKeptWork } from './kept-work.ts';
import { SectionNotices } from './section-notices.tsx';
import type { SectionResult } from './section-result.ts';

type Values = Record<string, unknown>;
export type SectionState<Fields extends Values> = {
  /** What the fields begin with. */
  fields: Fields;
  /** Tells this state of the section from another (`partStamp`). */
  seen: string;
};

type Props<Fields extends Values> = {
  /** Names the section among others, for what is kept of it. */
  name: string;
  loaded: SectionState<Fields>;
  /** Every fault of what was sent, by field; null where there is none. The server asks the same. */
  judge: (sent: unknown) => FieldFaults | null;
  onSaved: () => void;
  /** The fields, given what they hold now. */
  children: (sent: unknown) => ReactNode;
};

export function SectionForm<Fields extends Values>({
  name,
  loaded,
  judge,
  onSaved,
  children,
}: Props<Fields>) {
  const text = useAdminText();
  const { form, formRef, fetcher, changed, submit, discard, adopt, kept, restore } = useSection({
    name,
    loaded,
    judge,
    onSaved,
  });
  const result = fetcher.state === 'idle' ? fetcher.data : undefined;
  return (
    <FormProvider context={form.context}>
      <Form {...getFormProps(form)} method="post" ref={formRef}>
        <BlockStack gap="400">
          <SectionNotices
            result={result}
            hasFaults={Object.keys(form.allErrors).length > 0}
            hasKept={kept !== null}
            onTheirs={adopt}
            onMine={submit}
            onRestore={restore}
            onForget={discard}
          />
          {children(form.value)}
        </BlockStack>
      </Form>
      <SaveBar open={changed} discardConfirmation>
        <button
          variant="primary"
          onClick={() => submit()}
          loading={fetcher.state !== 'idle' ? '' : undefined}
        >
          {text('action.save')}
        </button>
        <button onClick={discard}>{text('action.discard')}</button>
      </SaveBar>
    </FormProvider>
  );
}

type Section<Fields extends Values> = Omit<Props<Fields>, 'children'>;

function useSection<Fields extends Values>({ name, loaded, judge, onSaved }: Section<Fields>) {
  const fetcher = useFetcher<SectionResult>();
  const formRef = useRef<HTMLFormElement>(null);
  const { origin, start, begin, takeOver, compareWith } = useOrigin(loaded);
  const sent = useRef<object | undefined>(undefined);
  const overwriting = useRef<string | null>(null);
  const lastResult = useLastResult(fetcher.data);
  const [form] = useForm<Fields, Fields, FormFault[]>({
    id: `${name}-${start.turn}`,
    defaultValue: start.fields as never,
    lastResult,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => judged<Fields>(formData, judge),
    onSubmit: (event, { formData }) => {
      event.preventDefault();
      sent.current = form.value;
      formData.set('seen', overwriting.current ?? origin.seen);
      fetcher.submit(formData, { method: 'post' });
    },
  });
  const changed = form.value !== undefined && isChanged(origin.fields, form.value);
  const work = { seen: origin.seen, value: form.value };
  const { kept, takeUp, forget } = useKeptWork(name, work, changed);
  const isSaved = fetcher.state === 'idle' && fetcher.data?.ok === true;
  useEffect(() => {
    if (!changed && loaded.seen !== origin.seen) takeOver();
  }, [loaded, changed]);
  const adopt = () => {
    forget();
    takeOver();
  };
  useOnce(isSaved ? fetcher.data : null, () => {
    onSaved();
    // What was typed while the save was on its way stays, as a change of what was saved.
    if (filledIn(form.value ?? {}) === filledIn(sent.current ?? {})) adopt();
    else compareWith(loaded);
  });
  useFocusOnFault(form.status === 'error' ? form.allErrors : null, formRef);
  return {
    ...{ form, formRef, fetcher, changed, kept, adopt },
    /** `over`: the state of somebody else's that is overwritten knowingly. */
    submit: (over?: string) => {
      overwriting.current = over ?? null;
      formRef.current?.requestSubmit();
    },
    discard: () => {
      forget();
      begin(origin.fields);
    },
    restore: () => {
      // Somebody may have saved since: the server compares with what this was typed against.
      if (kept) compareWith({ fields: origin.fields, seen: kept.seen });
      begin(over(origin.fields, kept?.value) as Fields);
      takeUp();
    },
  };
}

function judged<Fields extends Values>(form: FormData, judge: Props<Fields>['judge']) {
  return parse<Fields, FormFault[]>(form, {
    resolve: (sent) => {
      const faults = judge(sent);
      return faults ? { error: faults } : { value: sent as Fields };
    },
  });
}

/** Conform's own `dirty` minds the order of fields, and inputs of Polaris that are nobody's fields. */
function isChanged(before: Values, now: object): boolean {
  const known = Object.entries(now).filter(([name]) => name in before);
  return filledIn(before) !== filledIn(Object.fromEntries(known));
}

/** What was kept over what there is, field by field: one that has come since keeps what it has. Lists are kept whole. */
function over(there: unknown, kept: unknown): unknown {
  if (kept === undefined) return there;
  if (!isRecord(there) || !isRecord(kept)) return kept;
  const names = Object.keys({ ...there, ...kept });
  return Object.fromEntries(names.map((name) => [name, over(there[name], kept[name])]));
}

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every text that is not empty, under its name, in the order of the names. */
function filledIn(values: object, prefix = ''): string {
  return Object.entries(values)
    .flatMap(([name, value]: [string, unknown]) => {
      if (typeof value === 'object' && value !== null) return filledIn(value, `${prefix}${name}.`) || [];
      return value === '' || value === undefined ? [] : JSON.stringify([prefix + name, value]);
    })
    .toSorted()
    .join();
}

/** The server's faults stand beside the fields like those that were found here. */
function useLastResult(data: SectionResult | undefined): SubmissionResult<FormFault[]> | undefined {
  return useMemo(
    () =>
      data && !data.ok && data.reason === 'invalid'
        ? { status: 'error', error: data.faults, fields: Object.keys(data.faults) }
        : undefined,
    [data],
  );
}

/**
 * The state that the form was filled with. What is loaded again while something is typed (after any save, anywhere) must not replace it: it is taken
 * over when nothing is lost.
 */
function useOrigin<Fields extends Values>(loaded: SectionState<Fields>) {
  const [origin, setOrigin] = useState(loaded);
  // What the fields begin with, and how often they have begun: with the form's id conform starts anew. Its own `update` clicks checkboxes of
  // Polaris that are nobody's fields, and so changes what it is to restore.
  const [start, setStart] = useState({ fields: loaded.fields, turn: 0 });
  const begin = (fields: Fields) => setStart(({ turn }) => ({ fields, turn: turn + 1 }));
  const takeOver = () => {
    setOrigin(loaded);
    begin(loaded.fields);
  };
  return { origin, start, begin, takeOver, compareWith: setOrigin };
}

/** For each answer once; null is none. */
function useOnce(answer: unknown, act: () => void): void {
  useEffect(() => {
    if (answer) act();
    // Everything else is the same as when it was asked.
  }, [answer]);
}

/** After a refused save to the first fault: conform knows the fields that it keeps, some of which only stand behind what people see. */
function useFocusOnFault(faults: object | null, formRef: React.RefObject<HTMLFormElement>): void {
  const told = useRef<object | null>(null);
  useEffect(() => {
    if (faults && !told.current)
      formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    told.current = faults;
  }, [faults, formRef]);
}
