/** Rates to begin with. */
import { fraction, mul } from './fraction.ts';
import { type Decimal, decimal, displayedAmount } from './money.ts';

/**
 * For how much one point is suggested, per currency: a round sum that people there think in, near a dollar (near three for dinars). Not rates of exchange,
 * which change by the day: a merchant sets what counts. Where a currency is missing, none is suggested.
 */
const SPEND_BY_CURRENCY: Readonly<Record<string, Decimal>> = {
  ...Object.fromEntries(
    ['USD', 'EUR', 'GBP', 'CHF', 'CAD', 'AUD', 'NZD', 'SGD', 'BND', 'FJD', 'BBD', 'BSD', 'BMD', 'PAB'].map(
      (currency) => [currency, '1.00'],
    ),
  ),
  ...{ BHD: '0.300', KWD: '0.300', OMR: '0.300', JOD: '0.700', TND: '3.000' },
  ...{
    AED: '4.00',
    SAR: '4.00',
    QAR: '4.00',
    ILS: '4.00',
    PLN: '4.00',
    RON: '5.00',
    BRL: '5.00',
    MYR: '5.00',
  },
  ...{
    BAM: '2.00',
    BGN: '2.00',
    GEL: '3.00',
    PEN: '4.00',
    AZN: '2.00',
    TRY: '40.00',
    EGP: '50.00',
    MAD: '10.00',
  },
  ...{ DKK: '10.00', NOK: '10.00', SEK: '10.00', CZK: '25.00', HUF: '400.00', ISK: '100', RSD: '100.00' },
  ...{ CNY: '10.00', HKD: '10.00', MOP: '10.00', TWD: '30.00', THB: '35.00', PHP: '50.00', INR: '100.00' },
  ...{ JPY: '100', KRW: '1000', VND: '25000', IDR: '15000.00', LKR: '300.00', PKR: '300.00', BDT: '100.00' },
  ...{
    MXN: '20.00',
    ARS: '1000.00',
    CLP: '1000',
    COP: '4000.00',
    UYU: '40.00',
    CRC: '500.00',
    DOP: '60.00',
    GTQ: '10.00',
  },
  ...{ ZAR: '20.00', KES: '100.00', NGN: '1500.00', GHS: '15.00', UAH: '40.00', KZT: '500.00' },
};

/** What one point is given for; null where none is suggested. */
export const suggestedSpend = (currency: string): Decimal | null => SPEND_BY_CURRENCY[currency] ?? null;

/** What so many points are worth where `percent` of each spend is given back, in major units with the currency's digits; null where no rate is suggested. */
export function suggestedWorth(currency: string, points: number, percent: number): Decimal | null {
  const spend = suggestedSpend(currency);
  if (spend === null) return null;
  return displayedAmount(mul(decimal(spend), fraction(BigInt(points) * BigInt(percent), 100n)), currency);
}
