/** Who is a member: by themselves or by choice, what of the past counts, what they agree to, and who never earns. */
import { BlockStack, Card, Text } from '@shopify/polaris';
import { ON } from '../domain/form-text.ts';
import { enrolmentForm } from '../domain/enrolment-form.ts';
import type { Program } from '../domain/program.ts';
import { formLanguages } from '../domain/reward-form.ts';
import type { BackdateCost } from '../queries/backdate-cost.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormChoice, FormNumber, FormSwitch, FormText, useFieldText } from './form/fields.tsx';
import { LocalizedFields } from './form/localized-fields.tsx';
import { TagsField } from './form/tags-field.tsx';
import { memberSentences, Sentences } from './program-in-words.tsx';
import { useWords } from './words.ts';
import { useAnswer } from './use-answer.ts';
import { FaultyNote } from './form/faulty-note.tsx';

type Props = { program: Program; members: number };

export function EnrolmentFields({ program, members }: Props) {
  const text = useAdminText();
  const isChoice = useFieldText('mode') === 'optIn';
  return (
    <>
      <FieldCard title={text('enrolment.mode')}>
        <FormChoice
          name="mode"
          label={text('enrolment.mode')}
          labelHidden
          options={(['automatic', 'optIn'] as const).map((value) => ({
            value,
            label: text(`enrolment.mode.${value}`),
            helpText: text(`enrolment.mode.${value}.help`),
          }))}
        />
        <Consequence program={program} members={members} />
      </FieldCard>
      {/* Kept while everybody joins by themselves: chosen again, it is as it was. */}
      <div hidden={!isChoice}>
        <BlockStack gap="400">
          <BackdateFields isShown={isChoice} />
          <TermsFields program={program} />
        </BlockStack>
      </div>
      <FieldCard title={text('enrolment.excluded')} help={text('enrolment.excluded.help')}>
        <TagsField
          name="excludedCustomerTags"
          label={text('enrolment.tags')}
          help={text('enrolment.tags.help')}
        />
        <FormSwitch
          name="businessOrders"
          on={ON}
          label={text('enrolment.business')}
          helpText={text('enrolment.business.help')}
        />
      </FieldCard>
    </>
  );
}

/** What becomes of those who are members now, where the choice is another than the draft's. */
function Consequence({ program, members }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const value = useFieldText('mode');
  if (value === enrolmentForm(program).mode) return null;
  const sentence = value === 'optIn' ? 'enrolment.toOptIn' : 'enrolment.toAutomatic';
  return <Text as="p">{text(sentence, { count: members, number: format.number(members) })}</Text>;
}

function BackdateFields({ isShown }: { isShown: boolean }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const value = useFieldText('backdateDays');
  const days = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  const answer = useAnswer<{ cost: BackdateCost | null }>(
    isShown && days > 0 ? `/app/program/enrolment/backdate?days=${days}` : null,
  );
  const cost = days > 0 ? answer?.cost : null;
  return (
    <FieldCard title={text('enrolment.backdate')} help={text('enrolment.backdate.help')}>
      <FormNumber
        name="backdateDays"
        label={text('enrolment.backdate.days')}
        suffix={text('rewards.field.validDays.suffix')}
      />
      <div aria-live="polite">
        {cost ? (
          <Text as="p" tone="subdued">
            {cost.orders === 0
              ? text('enrolment.backdate.none')
              : text(cost.isAbout ? 'enrolment.backdate.about' : 'enrolment.backdate.cost', {
                  customers: text('enrolment.customers', {
                    count: cost.customers,
                    number: format.number(cost.customers),
                  }),
                  orders: text('orders', { count: cost.orders, number: format.number(cost.orders) }),
                  points: format.points(BigInt(cost.points)),
                })}
          </Text>
        ) : null}
      </div>
    </FieldCard>
  );
}

function TermsFields({ program }: { program: Program }) {
  const text = useAdminText();
  return (
    <FieldCard title={text('enrolment.terms')} help={text('enrolment.terms.help')}>
      <FormText
        name="termsVersion"
        label={text('enrolment.terms.version')}
        helpText={text('enrolment.terms.version.help')}
      />
      <LocalizedFields
        name="termsUrl"
        label={text('enrolment.terms.url')}
        help={text('enrolment.terms.url.help')}
        languages={formLanguages(program, program.enrolment.terms?.url ?? {})}
      />
    </FieldCard>
  );
}

/** The section in the sentences in which publishing tells it. */
export function EnrolmentOutcome({ now }: { now: Program | null }) {
  const { text, locale } = useWords();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {text('enrolment.outcome')}
        </Text>
        {now ? <Sentences sentences={memberSentences(now, text, locale)} /> : <FaultyNote />}
      </BlockStack>
    </Card>
  );
}
