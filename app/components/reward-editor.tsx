/** The form of one reward: what every kind has, the fields of its own kind, and how it looks beside them. */
import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Layout } from '@shopify/polaris';
import { useCallback } from 'react';
import { ON } from '../domain/form-text.ts';
import type { Program } from '../domain/program.ts';
import {
  formCurrencies,
  formLanguages,
  readRewardForm,
  rewardAmounts,
  type RewardForm,
} from '../domain/reward-form.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { rewardWarnings, type RewardWarning } from '../domain/reward-offer.ts';
import type { Reward } from '../domain/reward.ts';
import { oneOfAudience } from '../domain/widget-preview.ts';
import { withItem } from '../domain/list-change.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { AudienceFields } from './form/audience-fields.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormNumber, FormSwitch } from './form/fields.tsx';
import { LocalizedFields } from './form/localized-fields.tsx';
import type { ResourceNames } from './form/resource-field.tsx';
import { SectionForm, type SectionState } from './form/section-form.tsx';
import { kindHelp, kindName } from './reward-kind-words.ts';
import { BenefitFields, ConditionFields, LimitFields } from './reward-fields.tsx';
import { RewardPreview } from './reward-preview.tsx';
import { rewardWarningText } from './reward-warnings.ts';
import { WidgetPreview } from './widget-preview.tsx';

export type EditorProps = {
  /** As it is in the draft, or as its template has it. */
  reward: Reward;
  section: SectionState<RewardForm>;
  program: Program;
  shop: ShopFacts;
  names: ResourceNames;
  newId: string;
  /** How often it was given out, of what its limit allows in all. */
  given: number;
};

export function RewardEditor(props: EditorProps) {
  const { reward, section } = props;
  const text = useAdminText();
  const shopify = useAppBridge();
  const judge = useCallback(
    (sent: unknown) => {
      const read = readRewardForm(sent, reward);
      return read.ok ? null : read.faults;
    },
    [reward],
  );
  return (
    <SectionForm
      name={reward.id}
      loaded={section}
      judge={judge}
      onSaved={() => {
        shopify.toast.show(text('form.saved'));
      }}
    >
      {(sent) => {
        const read = readRewardForm(sent, reward);
        return (
          <>
            <input type="hidden" name="kind" defaultValue={reward.kind} />
            <Sections {...props} sent={sent} now={read.ok ? read.reward : null} />
          </>
        );
      }}
    </SectionForm>
  );
}

type SectionsProps = EditorProps & {
  sent: unknown;
  /** What the form means as it stands; null while it has a fault. */
  now: Reward | null;
};

function Sections(props: SectionsProps) {
  const { reward, program, shop, given, now } = props;
  const text = useAdminText();
  const locale = useLocale();
  const languages = formLanguages(program, reward.name, reward.description);
  const warnings = rewardWarnings(program, now ?? reward, shop);
  const own = {
    ...props,
    warnings,
    // What has an amount keeps its field where its market is gone: a save would drop it unseen.
    currencies: formCurrencies(program, shop.currency, ...rewardAmounts(reward)),
    say: (one: RewardWarning) => rewardWarningText(one, program, locale, text),
  };
  return (
    <Layout>
      <Layout.Section>
        <BlockStack gap="400">
          <FieldCard title={text(kindName(reward.kind))} help={text(kindHelp(reward.kind))}>
            <FormSwitch
              name="active"
              on={ON}
              label={text('rewards.field.active')}
              helpText={text('rewards.field.active.help')}
            />
            <FormNumber
              name="points"
              label={text('rewards.field.points')}
              suffix={text('rewards.field.points.suffix')}
            />
            <LocalizedFields
              name="name"
              label={text('rewards.field.name')}
              help={text('rewards.field.name.help')}
              languages={languages}
            />
            <LocalizedFields
              name="description"
              label={text('rewards.field.description')}
              languages={languages}
              multiline={2}
            />
          </FieldCard>
          <BenefitFields {...own} />
          <ConditionFields {...own} />
          <AudienceFields program={program} chosen={reward.for} />
          <LimitFields reward={reward} given={given} total={(now ?? reward).limits.total} />
        </BlockStack>
      </Layout.Section>
      <Layout.Section variant="oneThird">
        <Previews {...props} />
      </Layout.Section>
    </Layout>
  );
}

function Previews({ program, shop, given, reward, now }: SectionsProps) {
  return (
    <div className="preview">
      <BlockStack gap="400">
        <RewardPreview program={program} shop={shop} reward={now} given={given} />
        <WidgetPreview
          program={now && { ...program, rewards: withItem(program.rewards, now) }}
          first={{ surface: 'panel', ...oneOfAudience(reward.for) }}
        />
      </BlockStack>
    </div>
  );
}
