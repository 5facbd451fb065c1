/** The levels from the lowest to the highest, each with what it asks for and how many of today's members would stand on it. */
import { Badge, BlockStack, Button, Card, Link, Text } from '@shopify/polaris';
import { DeleteIcon, DuplicateIcon } from '@shopify/polaris-icons';
import type { Program } from '../domain/program.ts';
import { fieldKey } from '../domain/form-text.ts';
import type { Level } from '../domain/tiers.ts';
import { localizedText } from '../locales/reward-text.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { FormNumber, useFieldText } from './form/fields.tsx';
import { perkSentences } from './perk-words.ts';
import { useShop } from './shop-context.tsx';
import type { LadderState } from './use-tier-ladder.ts';

type Props = {
  onAdd: () => void;
  /** The draft as it is stored: the rows stand in its order until a save. */
  program: Program;
  state: LadderState;
  onCopy: (levelId: string) => void;
  onDelete: (levelId: string) => void;
  /** Something typed is not saved: the list changes the draft at once, and would leave that behind. */
  isLocked: boolean;
};

export function TierLadderList({ program, ...rest }: Props) {
  const text = useAdminText();
  const levels = program.tiers?.levels ?? [];
  return (
    <Card padding="0">
      <div className="ladder__head">
        <Text as="h2" variant="headingMd">
          {text('tiers.ladder')}
        </Text>
        <Text as="p" tone="subdued">
          {text('tiers.ladder.help')}
        </Text>
      </div>
      <ol className="ladder">
        {levels.map((level, place) => (
          <Step key={level.id} {...{ level, place, program, ...rest }} />
        ))}
      </ol>
      <div className="ladder__foot">
        <BlockStack gap="100" inlineAlign="start">
          <Button onClick={rest.onAdd} disabled={rest.isLocked}>
            {text('tiers.add')}
          </Button>
          {rest.isLocked ? (
            <Text as="p" tone="subdued" variant="bodySm">
              {text('tiers.locked')}
            </Text>
          ) : null}
        </BlockStack>
      </div>
    </Card>
  );
}

type StepProps = Props & { level: Level; place: number };

function Step(props: StepProps) {
  const { level, place, program, state } = props;
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const { currency } = useShop();
  const basis = useFieldText('basis');
  const name = localizedText(level.name, locale);
  const units =
    basis === 'spend'
      ? (currency ?? '')
      : text(basis === 'orders' ? 'tiers.unit.orders' : 'tiers.unit.points');
  const perks = perkSentences(
    { ...program, tiers: program.tiers && { ...program.tiers, levels: [level] } },
    locale,
    text,
    format,
  );
  const isOvertaken = state.ladder?.overtaken.includes(level.id);
  return (
    <li className="ladder__step" data-level={level.id}>
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          <Link url={`/app/program/tiers/${encodeURIComponent(level.id)}`} removeUnderline>
            <bdi>{name}</bdi>
          </Link>
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {perks.length > 0
            ? text('tiers.perks', { count: perks.length, number: format.number(perks.length) })
            : text('tiers.perks.none')}
        </Text>
        {isOvertaken ? <Badge tone="warning">{text('tiers.overtaken')}</Badge> : null}
      </BlockStack>
      <div className="ladder__fields" role="group" aria-label={name}>
        {place === 0 ? (
          <Text as="p">{text('tiers.everybody')}</Text>
        ) : (
          <FormNumber
            name={`threshold.${fieldKey(level.id)}`}
            label={text('tiers.from')}
            suffix={units}
            {...(basis === 'spend' && currency ? { currency } : {})}
          />
        )}
        <FormNumber name={`multiplier.${fieldKey(level.id)}`} label={text('tiers.multiplier')} suffix="×" />
      </div>
      <Standing {...props} />
      <StepActions {...props} name={name} />
    </li>
  );
}

/** How many would stand there, as a bar and in figures; and how many do. */
function Standing({ level, state }: StepProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { ladder } = state;
  if (!ladder) return <div className="ladder__members" />;
  const count = ladder.counts.find((one) => one.level === level.id) ?? { before: 0, after: 0 };
  const all = ladder.counts.reduce((sum, one) => sum + one.after, 0);
  // Without levels in force everybody stands on none.
  const hasLevelsNow = !ladder.counts.some((one) => one.level === null);
  // Of a percent, rounded to the nearest.
  const tenths = all === 0 ? 0n : (BigInt(count.after) * 2000n + BigInt(all)) / BigInt(2 * all);
  return (
    <div className="ladder__members">
      <div className="ladder__bar" aria-hidden="true">
        <span style={{ inlineSize: `${tenths / 10n}%` }} />
      </div>
      <Text as="p">
        {text('tiers.would', {
          count: count.after,
          number: format.number(count.after),
          share: format.rate(tenths),
        })}
      </Text>
      {hasLevelsNow ? (
        <Text as="p" tone="subdued" variant="bodySm">
          {text('tiers.today', { count: count.before, number: format.number(count.before) })}
        </Text>
      ) : null}
    </div>
  );
}

function StepActions({
  level,
  place,
  program,
  isLocked,
  onCopy,
  onDelete,
  name,
}: StepProps & { name: string }) {
  const text = useAdminText();
  const isOnly = program.tiers?.levels.length === 1;
  return (
    <div className="rewards__actions">
      <Button
        variant="tertiary"
        icon={DuplicateIcon}
        disabled={isLocked}
        onClick={() => onCopy(level.id)}
        accessibilityLabel={text('tiers.copy', { name })}
      />
      <Button
        variant="tertiary"
        tone="critical"
        icon={DeleteIcon}
        disabled={isLocked || (place === 0 && !isOnly)}
        onClick={() => onDelete(level.id)}
        accessibilityLabel={text('tiers.delete', { name })}
      />
    </div>
  );
}
