import { Icon } from '@shopify/polaris';
import { CheckSmallIcon } from '@shopify/polaris-icons';
import type { Program } from '../domain/program.ts';
import { useAdminFormat, type AdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { marketName } from './market-name.ts';
import type { AdminText } from '../locales/admin.ts';

/** What a programme does, a sentence for each part that a shopper would notice. */
export function ProgramInWords({ program }: { program: Program }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const sentences = [
    ...rateSentences(program, text, format),
    ...countingSentences(program, text),
    ...timeSentences(program, text, locale),
    text(`words.refunds.${program.refunds.debt}`),
    text(`words.enrolment.${program.enrolment.mode}`),
    ...valueSentence(program, text, format, locale),
  ];
  return (
    <ul className="words">
      {sentences.map((sentence) => (
        <li key={sentence}>
          <Icon source={CheckSmallIcon} tone="success" />
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}

function rateSentences({ earning }: Program, text: AdminText, format: AdminFormat): string[] {
  if (earning.rates.length === 0) return [text('words.noRates')];
  return earning.rates.map(({ points, spend, currency }) =>
    text('words.rate', { points, number: format.number(points), amount: format.money(spend, currency) }),
  );
}

function countingSentences({ earning }: Program, text: AdminText): string[] {
  return [
    text(`words.taxes.${earning.basis.taxes}`),
    text(earning.basis.shipping ? 'words.shipping.yes' : 'words.shipping.no'),
    earning.granularity === 'wholeSteps'
      ? text('words.granularity.wholeSteps')
      : text(`words.rounding.${earning.rounding}`),
  ];
}

function timeSentences({ earning, expiry, markets }: Program, text: AdminText, locale: string): string[] {
  const { days, from, byMarket } = earning.pending;
  const usual = text(from === 'fulfilled' ? 'words.pending.fulfilled' : 'words.pending', { days });
  const exceptions = Object.entries(byMarket)
    .filter(([, other]) => other !== days)
    .map(([handle, other]) => {
      const market = markets.find((one) => one.handle === handle);
      return text('words.pending.market', {
        days: other,
        market: market ? marketName(market, locale) : handle,
      });
    });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return [
    text(`words.awardOn.${earning.awardOn}`),
    exceptions.length > 0 ? `${usual} (${list.format(exceptions)})` : usual,
    expiry.kind === 'never'
      ? text('words.expiry.never')
      : text(`words.expiry.${expiry.kind}`, { months: expiry.months }),
  ];
}

function valueSentence(
  { pointValue }: Program,
  text: AdminText,
  format: AdminFormat,
  locale: string,
): string[] {
  if (pointValue.length === 0) return [];
  const amounts = pointValue.map(({ amount, currency }) => format.money(amount, currency));
  return [
    text('words.pointValue', {
      amounts: new Intl.ListFormat(locale, { type: 'conjunction' }).format(amounts),
    }),
  ];
}
