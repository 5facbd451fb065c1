/** When points end, and what becomes of them when orders go back: with the dates and figures that the engine gives. */
import { Banner, BlockStack, Card, Link, Text } from '@shopify/polaris';
import { expiryRules, lotExpiry } from '../domain/expiry.ts';
import { LEADS } from '../domain/expiry-reminders.ts';
import { fraction } from '../domain/fraction.ts';
import type { Program } from '../domain/program.ts';
import { pointsToReturn } from '../domain/spent-points.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormChoice, FormNumber, useFieldText } from './form/fields.tsx';
import { keepingSentences, Sentences } from './program-in-words.tsx';
import { useShop } from './shop-context.tsx';
import { FaultyNote } from './form/faulty-note.tsx';

/** `now`: as the form stands, null while it has a fault; `at`: the moment of the examples. */
type Props = { now: Program | null; at: string };

const KINDS = ['never', 'afterEarning', 'afterInactivity'] as const;
const SPENT = ['proportional', 'onFullRefund', 'keep'] as const;

export function ExpiryFields(props: Props) {
  const text = useAdminText();
  const kind = useFieldText('kind');
  const isEndless = kind === 'never';
  return (
    <>
      <FieldCard title={text('expiry.ends')}>
        <FormChoice
          name="kind"
          label={text('expiry.ends')}
          labelHidden
          options={KINDS.map((value) => ({
            value,
            label: text(`expiry.kind.${value}`),
            helpText: text(`expiry.kind.${value}.help`),
          }))}
        />
        <div hidden={isEndless}>
          <FormNumber name="months" label={text('expiry.months')} suffix={text('tiers.months.suffix')} />
        </div>
        <ExpiryExample {...props} />
      </FieldCard>
      {isEndless ? null : <Untold />}
      <ReturnFields />
    </>
  );
}

/** The dates of points that can be used from today on, and of those that members have already. */
function ExpiryExample({ now, at }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { timeZone } = useShop();
  if (now === null || now.expiry.kind === 'never') return null;
  const rules = expiryRules([{ number: 1, publishedAt: at, program: now }], timeZone);
  const ends = lotExpiry(at, rules, [at]);
  if (ends === null) return null;
  const date = format.date(new Date(ends));
  return (
    <BlockStack gap="100">
      <Text as="p">
        {text(`expiry.example.${now.expiry.kind}`, { today: format.date(new Date(at)), date })}
      </Text>
      <Text as="p" tone="subdued">
        {text('expiry.example.held', { date })}
      </Text>
    </BlockStack>
  );
}

/** No channel of Meridian's own tells members ahead yet: the reminders are events. */
function Untold() {
  const text = useAdminText();
  const locale = useLocale();
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const days = list.format(LEADS.map((lead) => new Intl.NumberFormat(locale).format(lead)));
  return (
    <Banner tone="warning" title={text('expiry.untold')}>
      <BlockStack gap="100">
        <Text as="p">{text('expiry.untold.body', { days })}</Text>
        <Link url="/openapi.json" target="_blank">
          {text('expiry.untold.api')}
        </Link>
      </BlockStack>
    </Banner>
  );
}

/** Points of the examples: of an order, and of a reward. */
const EARNED = 100n;
const SPENT_ON_REWARD = 200n;
const HALF = fraction(1n, 2n);

function ReturnFields() {
  const text = useAdminText();
  const format = useAdminFormat();
  const balance = { allow: format.points(-EARNED), writeOff: format.points(0n) };
  return (
    <FieldCard title={text('expiry.returns')} help={text('expiry.returns.help')}>
      <FormChoice
        name="debt"
        label={text('expiry.debt')}
        options={(['allow', 'writeOff'] as const).map((value) => ({
          value,
          label: text(`expiry.debt.${value}`),
          helpText: text(`expiry.debt.${value}.example`, {
            points: format.points(EARNED),
            balance: balance[value],
          }),
        }))}
      />
      <FormChoice
        name="spentPoints"
        label={text('expiry.spent')}
        options={SPENT.map((value) => ({
          value,
          label: text(`expiry.spent.${value}`),
          helpText: text('expiry.spent.example', {
            points: format.points(SPENT_ON_REWARD),
            half: format.points(pointsToReturn(SPENT_ON_REWARD, HALF, value)),
            all: format.points(pointsToReturn(SPENT_ON_REWARD, fraction(1n), value)),
          }),
        }))}
      />
    </FieldCard>
  );
}

/** The section in the sentences in which publishing tells it. */
export function ExpiryOutcome({ now }: Pick<Props, 'now'>) {
  const text = useAdminText();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {text('enrolment.outcome')}
        </Text>
        {now ? <Sentences sentences={keepingSentences(now, text)} /> : <FaultyNote />}
      </BlockStack>
    </Card>
  );
}
