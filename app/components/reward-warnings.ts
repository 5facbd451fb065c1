import type { Program } from '../domain/program.ts';
import type { RewardWarning } from '../domain/reward-offer.ts';
import type { AdminText } from '../locales/admin.ts';
import { marketName } from './market-name.ts';

/** What stands beside a reward in the editor, and once more where it is published. */
export function rewardWarningText(
  warning: RewardWarning,
  program: Program,
  locale: string,
  text: AdminText,
): string {
  if (warning.kind === 'impossible') {
    const { because, instead } = warning;
    return instead
      ? text('rewards.warning.impossible.functions.storeCredit')
      : text(`rewards.warning.impossible.${because}`);
  }
  if (warning.kind === 'caution') return text(`rewards.warning.caution.${warning.of}`);
  const names = program.markets
    .filter(({ handle }) => warning.markets.includes(handle))
    .map((market) => marketName(market, locale));
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const markets = names.length > 0 ? list.format(names) : text('rewards.warning.here');
  const { currency } = warning;
  return warning.kind === 'inexactAmount'
    ? text('rewards.warning.inexactAmount', { amount: warning.amount, currency, markets })
    : text(`rewards.warning.${warning.kind}`, { currency, markets });
}
