/** One way to earn besides orders: its fields, and beside them what it comes to. */
import { BlockStack, Card, InlineGrid, Link, Text } from '@shopify/polaris';
import { GIFTS, hasLimit } from '../domain/action-form.ts';
import type { Action } from '../domain/action.ts';
import { givesPoints, worthOfAction } from '../domain/award.ts';
import { ON } from '../domain/form-text.ts';
import type { Program } from '../domain/program.ts';
import { formLanguages } from '../domain/reward-form.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { localizedText } from '../locales/reward-text.ts';
import { actionSentences } from './action-words.ts';
import { useAdminText } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormChoice, FormNumber, FormSelect, FormSwitch, useFieldText } from './form/fields.tsx';
import { RewardSelect } from './form/reward-select.tsx';
import { LocalizedFields } from './form/localized-fields.tsx';
import { pointWorth } from './point-worth.ts';
import { Sentences } from './program-in-words.tsx';
import { useWords } from './words.ts';
import { FaultyNote } from './form/faulty-note.tsx';

type Props = { program: Program; action: Action; shop: ShopFacts };

export function ActionFields({ program, action, shop }: Props) {
  const text = useAdminText();
  const { kind } = action;
  return (
    <>
      <input type="hidden" name="kind" defaultValue={kind} />
      <FieldCard title={text(`actions.kind.${kind}`)} help={text(`actions.kind.${kind}.help`)}>
        <FormSwitch
          name="active"
          on={ON}
          label={text('actions.active')}
          helpText={text('actions.active.help')}
        />
        <GiftFields program={program} shop={shop} />
        <LocalizedFields
          name="name"
          label={text('rewards.field.name')}
          help={text('actions.name.help')}
          languages={formLanguages(program, action.name)}
        />
      </FieldCard>
      {hasLimit(kind) ? <LimitFields /> : null}
      {kind === 'custom' ? <HowToReport action={action} /> : null}
    </>
  );
}

/** Points or a reward; what is not chosen is out of sight, and there again when it is. */
function GiftFields({ program, shop }: Pick<Props, 'program' | 'shop'>) {
  const text = useAdminText();
  const value = useFieldText('gives');
  return (
    <>
      <FormChoice
        name="gives"
        label={text('actions.gives')}
        options={GIFTS.map((one) => ({ value: one, label: text(`actions.gives.${one}`) }))}
      />
      <div hidden={value !== 'points'}>
        <BlockStack gap="400">
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
            <FormNumber
              name="points"
              label={text('actions.points')}
              suffix={text('rewards.field.points.suffix')}
            />
          </InlineGrid>
          <FormSwitch
            name="tierMultiplier"
            on={ON}
            label={text('actions.tierMultiplier')}
            helpText={text(program.tiers ? 'actions.tierMultiplier.help' : 'actions.tierMultiplier.none')}
          />
        </BlockStack>
      </div>
      <div hidden={value !== 'reward'}>
        <BlockStack gap="200">
          <RewardSelect
            {...{ program, shop }}
            name="reward"
            label={text('actions.reward')}
            help={text('actions.reward.help')}
            none={text('actions.reward.none')}
          />
          <Link url="/app/program/rewards">{text('rewards.title')}</Link>
        </BlockStack>
      </div>
    </>
  );
}

function LimitFields() {
  const text = useAdminText();
  return (
    <FieldCard title={text('actions.limit.title')} help={text('actions.limit.help')}>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        <FormNumber
          name="times"
          label={text('rewards.field.times')}
          placeholder={text('actions.limit.none')}
        />
        <FormSelect
          name="per"
          label={text('rewards.field.per')}
          options={(['day', 'week', 'month', 'year', 'ever'] as const).map((value) => ({
            value,
            label: text(`rewards.per.${value}`),
          }))}
        />
      </InlineGrid>
    </FieldCard>
  );
}

/** What another system sends: nothing of it is a secret. */
function HowToReport({ action }: { action: Action }) {
  const text = useAdminText();
  const body = JSON.stringify({ actionId: action.id, key: 'review-1234' }, null, 2);
  return (
    <FieldCard title={text('actions.report.title')} help={text('actions.report.help')}>
      <pre className="code-sample" dir="ltr" tabIndex={0} aria-label={text('actions.report.title')}>
        {`POST /api/v1/members/{customerId}/actions\n${body}`}
      </pre>
    </FieldCard>
  );
}

/** What the form comes to: in words, for a member of each level, and in money. */
export function ActionOutcome({ now, id }: { now: Program | null; id: string }) {
  const { text, format, locale, currency } = useWords();
  const action = now?.actions.find((one) => one.id === id) ?? null;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {text('actions.outcome')}
        </Text>
        {now && action ? (
          <>
            {action.active ? (
              <Sentences
                sentences={actionSentences({ ...now, actions: [action] }, currency, locale, text, format)}
              />
            ) : (
              <Text as="p">{text('actions.outcome.off')}</Text>
            )}
            <ByLevel now={now} action={action} />
            <InMoney now={now} action={action} />
          </>
        ) : (
          <FaultyNote />
        )}
      </BlockStack>
    </Card>
  );
}

type Shown = { now: Program; action: Action };

function ByLevel({ now, action }: Shown) {
  const { text, format, locale } = useWords();
  const levels = now.tiers?.levels ?? [];
  if (!action.tierMultiplier || !givesPoints(action) || levels.length === 0) return null;
  return (
    <table className="plain-table" data-action-levels>
      <caption className="visually-hidden">{text('actions.outcome.levels')}</caption>
      <tbody>
        {levels.map(({ id, name }) => (
          <tr key={id}>
            <th scope="row">
              <bdi>{localizedText(name, locale)}</bdi>
            </th>
            <td className="end">{format.points(worthOfAction(now, action, id).points)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function InMoney({ now, action }: Shown) {
  const { text, format, locale } = useWords();
  if (!givesPoints(action)) return null;
  const amounts = now.pointValue.flatMap(({ currency }) => {
    const worth = pointWorth(BigInt(action.points), now.pointValue, currency);
    return worth === null ? [] : [format.money(worth, currency)];
  });
  if (amounts.length === 0) return null;
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return (
    <Text as="p" tone="subdued">
      {text('actions.outcome.worth', {
        points: format.points(BigInt(action.points)),
        amounts: list.format(amounts),
      })}
    </Text>
  );
}
