import { TEXT_CONTRAST } from '../domain/market-look.ts';
import type { Program } from '../domain/program.ts';
import type { PublishWarning } from '../domain/publish-warnings.ts';
import { localizedText } from '../locales/reward-text.ts';
import { marketName } from './market-name.ts';
import type { Words } from './program-in-words.tsx';
import { rewardWarningText } from './reward-warnings.ts';

/** What publishing `program` would hurt, in a sentence. */
export function publishWarningText(
  warning: PublishWarning,
  program: Program,
  { text, format, locale }: Words,
): string {
  const nameOf = (handle: string) => {
    const market = program.markets.find((one) => one.handle === handle);
    return market ? marketName(market, locale) : handle;
  };
  switch (warning.kind) {
    case 'marketAhead':
      return text('publishing.warning.marketAhead', {
        market: nameOf(warning.market),
        behind: nameOf(warning.behind),
        share: format.decimal(warning.share),
        least: format.decimal(warning.least),
        more: format.decimal(warning.more),
      });
    case 'marketWithoutRate':
      return text('publishing.warning.marketWithoutRate', {
        market: nameOf(warning.market),
        currency: warning.currency,
      });
    case 'expiryUntold':
      return text('publishing.warning.expiryUntold');
    case 'cart':
      return text('publishing.warning.cart', {
        warning: rewardWarningText(warning.warning, program, locale, text),
      });
    case 'cartUnshown':
      return text('publishing.warning.cartUnshown', {
        currency: warning.currency,
        amount: warning.amount,
      });
    case 'lookContrast':
      return text('publishing.warning.lookContrast', {
        market: nameOf(warning.market),
        text: warning.text,
        background: warning.background,
        ratio: format.decimal(warning.ratio),
        least: format.decimal(String(TEXT_CONTRAST)),
      });
    case 'reward': {
      const reward = program.rewards.find(({ id }) => id === warning.rewardId);
      return text('publishing.warning.reward', {
        name: reward ? localizedText(reward.name, locale) : warning.rewardId,
        warning: rewardWarningText(warning.warning, program, locale, text),
      });
    }
  }
}
