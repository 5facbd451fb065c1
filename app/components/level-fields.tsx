/** One level: what it is called, and what it gives besides its multiplier, with what this shop can carry said beside. */
import { Banner, BlockStack, Card, Text } from '@shopify/polaris';
import { ON } from '../domain/form-text.ts';
import { shippingImpossible } from '../domain/perks.ts';
import type { Program } from '../domain/program.ts';
import { formCurrencies, formLanguages } from '../domain/reward-form.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import type { Level } from '../domain/tiers.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormSwitch, useFieldText } from './form/fields.tsx';
import { LocalizedFields } from './form/localized-fields.tsx';
import { MoneyFields } from './form/money-fields.tsx';
import { RewardSelect } from './form/reward-select.tsx';
import type { Edited } from './form/section-page.tsx';
import { perkSentences } from './perk-words.ts';
import { Sentences } from './program-in-words.tsx';
import { CountriesField } from './reward-fields.tsx';

type Props = { program: Program; level: Level; shop: ShopFacts; edited: Edited };

export function LevelFields(props: Props) {
  const { program, level } = props;
  const text = useAdminText();
  const isFirst = program.tiers?.levels[0]?.id === level.id;
  return (
    <>
      <FieldCard title={text('level.name')} help={text('level.name.help')}>
        <LocalizedFields
          name="name"
          label={text('level.name.field')}
          languages={formLanguages(program, level.name)}
        />
      </FieldCard>
      <FieldCard title={text('level.rewards')} help={text('level.rewards.help')}>
        {isFirst ? (
          <Text as="p" tone="subdued">
            {text('level.entry.first')}
          </Text>
        ) : (
          <PerkReward {...props} name="entryReward" />
        )}
        <PerkReward {...props} name="birthdayReward" />
      </FieldCard>
      <ShippingFields {...props} />
    </>
  );
}

/** What reaching the level, or a birthday at it, gives. */
function PerkReward({ program, shop, name }: Props & { name: 'entryReward' | 'birthdayReward' }) {
  const text = useAdminText();
  return (
    <RewardSelect
      {...{ program, shop, name }}
      label={text(`level.${name}`)}
      help={text(`level.${name}.help`)}
      none={text('level.reward.none')}
    />
  );
}

function ShippingFields({ program, level, shop, edited }: Props) {
  const text = useAdminText();
  const isOn = useFieldText('shipping') === ON;
  const kept = level.perks?.shipping;
  const currencies = formCurrencies(program, shop.currency, kept?.ceiling ?? [], kept?.minSpend ?? []);
  const now = edited.program?.tiers?.levels.find(({ id }) => id === level.id);
  const because = now?.perks?.shipping ? shippingImpossible(now, now.perks.shipping, shop) : null;
  return (
    <FieldCard title={text('level.shipping')} help={text('level.shipping.help')}>
      <FormSwitch name="shipping" on={ON} label={text('level.shipping.on')} />
      {/* Kept while it is off: switched on again, it is as it was. */}
      <div hidden={!isOn}>
        <BlockStack gap="400">
          {because === null ? (
            <Text as="p" tone="subdued">
              {text(shop.capabilities.functions ? 'level.shipping.automatic' : 'level.shipping.code')}
            </Text>
          ) : (
            <Banner tone="critical">
              {text(because === 'functions' ? 'level.shipping.functions' : 'level.shipping.conditions')}
            </Banner>
          )}
          <MoneyFields
            name="ceiling"
            label={text('level.ceiling')}
            help={text('level.ceiling.help')}
            currencies={currencies}
          />
          <CountriesField />
          <MoneyFields
            name="minSpend"
            label={text('level.minSpend')}
            help={text('level.minSpend.help')}
            currencies={currencies}
          />
        </BlockStack>
      </div>
    </FieldCard>
  );
}

/** What members of the level have, in words. */
export function LevelOutcome({ level, edited }: Pick<Props, 'level' | 'edited'>) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const { program } = edited;
  const now = program?.tiers?.levels.find(({ id }) => id === level.id);
  if (!program?.tiers || !now) return null;
  const perks = perkSentences(
    { ...program, tiers: { ...program.tiers, levels: [now] } },
    locale,
    text,
    format,
  );
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {text('level.outcome')}
        </Text>
        <Sentences
          sentences={[text('level.multiplier', { multiplier: format.decimal(now.multiplier) }), ...perks]}
        />
        <Text as="p" tone="subdued">
          {text('level.outcome.help')}
        </Text>
      </BlockStack>
    </Card>
  );
}
