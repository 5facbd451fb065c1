import { SHAPE_CONTRAST, TEXT_CONTRAST } from '../domain/contrast.ts';
import type { Program } from '../domain/program.ts';
import type { PublishWarning } from '../domain/publish-warnings.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { Words } from './words.ts';
import { rewardTitle } from './reward-kind-words.ts';
import { rewardWarningText } from './reward-warnings.ts';
import { levelTitle } from './tier-words.ts';
import { isolated, marketTitle } from './market-name.ts';

/** What publishing `program` would hurt, in sentences, each once: markets that are ahead by as much share one, and so do rewards of the same name. */
export function publishWarningTexts(
  warnings: readonly PublishWarning[],
  program: Program,
  words: Words,
): string[] {
  const said = Map.groupBy(warnings, (one) =>
    JSON.stringify(one.kind === 'marketAhead' ? { ...one, market: null } : one),
  );
  const sentences = [...said.values()].flatMap(([first, ...rest]) => {
    if (!first) return [];
    if (first.kind !== 'marketAhead') return [warningText(first, program, words)];
    const alike = rest.filter((one) => one.kind === 'marketAhead');
    return [aheadText([first, ...alike], program, words)];
  });
  return [...new Set(sentences)];
}

type Said = Exclude<PublishWarning, Ahead>;

function warningText(warning: Said, program: Program, { text, format, locale, currency }: Words): string {
  const { nameOf, rewardName, levelName, actionName } = namesIn(program, locale, currency);
  switch (warning.kind) {
    case 'marketWithoutRate':
      return text('publishing.warning.marketWithoutRate', {
        market: nameOf(warning.market),
        currency: warning.currency,
      });
    case 'cartUnpayable':
      return text('publishing.warning.cartUnpayable');
    case 'levelGone':
    case 'marketGone':
      return text(`publishing.warning.${warning.kind}`, {
        name: goneName(warning, program, { text, locale }),
      });
    case 'perkAsleep':
    case 'actionAsleep':
    case 'entryMoney':
      return givenText(warning, { rewardName, levelName, actionName }, text);
    case 'perkShipping': {
      const impossible = { kind: 'impossible' as const, because: warning.because, instead: null };
      return text('publishing.warning.perkShipping', {
        level: levelName(warning.level),
        warning: rewardWarningText(impossible, program, locale, text),
      });
    }
    case 'expiryUntold':
      return text('publishing.warning.expiryUntold');
    case 'cart':
      return text('publishing.warning.cart', {
        warning: rewardWarningText(warning.warning, program, locale, text),
      });
    case 'cartUnshown': {
      const { currency: unshown, amount } = warning;
      return text('publishing.warning.cartUnshown', { currency: unshown, amount });
    }
    case 'lookContrast':
    case 'accentContrast':
      return contrastWarningText(warning, nameOf(warning.market), { text, format });
    case 'reward':
      return text('publishing.warning.reward', {
        name: rewardName(warning.rewardId),
        warning: rewardWarningText(warning.warning, program, locale, text),
      });
  }
}

function contrastWarningText(
  warning: Extract<PublishWarning, { kind: 'lookContrast' | 'accentContrast' }>,
  market: string,
  { text, format }: Pick<Words, 'text' | 'format'>,
): string {
  const { background } = warning;
  const ratio = format.decimal(warning.ratio);
  return warning.kind === 'lookContrast'
    ? text('publishing.warning.lookContrast', {
        ...{ market, background, ratio, text: warning.text },
        least: format.decimal(String(TEXT_CONTRAST)),
      })
    : text('publishing.warning.accentContrast', {
        ...{ market, background, ratio, accent: warning.accent },
        least: format.decimal(String(SHAPE_CONTRAST)),
      });
}

type Ahead = Extract<PublishWarning, { kind: 'marketAhead' }>;

/** Of markets that differ in nothing but their names. */
function aheadText(
  warnings: readonly [Ahead, ...Ahead[]],
  program: Program,
  { text, format, locale, currency }: Words,
): string {
  const [{ behind, share, least, more }] = warnings;
  const { nameOf } = namesIn(program, locale, currency);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return text('publishing.warning.marketAhead', {
    markets: list.format(warnings.map(({ market }) => isolated(nameOf(market)))),
    behind: nameOf(behind),
    share: format.decimal(share),
    least: format.decimal(least),
    more: format.decimal(more),
  });
}

function goneName(
  warning: Extract<PublishWarning, { kind: 'levelGone' | 'marketGone' }>,
  { rewards, campaigns }: Program,
  { text, locale }: Pick<Words, 'text' | 'locale'>,
): string {
  if (warning.of === 'cart') return text('words.cart.title');
  const list = warning.of === 'reward' ? rewards : campaigns;
  const found = list.find(({ id }) => id === warning.id);
  return found ? localizedText(found.name, locale) : warning.id;
}

type OfGiven = Extract<PublishWarning, { kind: 'perkAsleep' | 'actionAsleep' | 'entryMoney' }>;

function givenText(
  warning: OfGiven,
  { rewardName, levelName, actionName }: Omit<ReturnType<typeof namesIn>, 'nameOf'>,
  text: Words['text'],
): string {
  const reward = rewardName(warning.rewardId);
  if (warning.kind === 'actionAsleep')
    return text('publishing.warning.actionAsleep', { action: actionName(warning.action), reward });
  const told = { level: levelName(warning.level), reward };
  if (warning.kind === 'perkAsleep') return text('publishing.warning.perkAsleep', told);
  return warning.money === 'storeCredit'
    ? text('publishing.warning.entryMoney.storeCredit', told)
    : text('publishing.warning.entryMoney.giftCard', told);
}

/** What the merchant calls the parts; their id where the programme has them no more. */
function namesIn(program: Program, locale: string, currency: string | null) {
  return {
    nameOf: (handle: string) => marketTitle(program.markets, handle, locale),
    rewardName: (rewardId: string) => {
      const reward = program.rewards.find(({ id }) => id === rewardId);
      return reward ? rewardTitle(reward, program, { currency: currency ?? '' }, locale) : rewardId;
    },
    actionName: (actionId: string) => {
      const action = program.actions.find(({ id }) => id === actionId);
      return action ? localizedText(action.name, locale) : actionId;
    },
    levelName: (levelId: string) => levelTitle(program.tiers, levelId, locale),
  };
}
