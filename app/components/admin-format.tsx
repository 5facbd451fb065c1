import { useMemo } from 'react';
import type { AdminText } from '../locales/admin.ts';
import { withSignKept } from '../locales/currency-sign.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { useShop } from './shop-context.tsx';

export type AdminFormat = {
  number: (value: bigint | number) => string;
  /** "+34", "−17". */
  signed: (value: bigint) => string;
  /** With the word, in the right plural: "34 points". */
  points: (value: bigint) => string;
  /** `amount` is a decimal as text, so that no digit is lost. */
  money: (amount: string, currency: string) => string;
  /** With every digit that `amount` has: of one point, a part of the currency's smallest unit counts. */
  exactMoney: (amount: string, currency: string) => string;
  /** A decimal as text, so that no digit is lost. */
  decimal: (value: string) => string;
  percent: (value: bigint) => string;
  /** Of a percentage as text, with at most two decimals: "1.25%". */
  share: (percent: string) => string;
  /** Of tenths of a percent: "57.4%". */
  rate: (tenths: bigint) => string;
  /** "14 Dec 2026", in the shop's time zone. */
  date: (at: Date) => string;
  /** With the time of day. */
  moment: (at: Date) => string;
  /** A calendar date (2026-11-21), which has no time zone. */
  day: (day: string) => string;
  /** The month of a calendar date: "Nov 2026". */
  month: (day: string) => string;
};

/** How this merchant reads numbers, money and time; the shop's time zone, as in its orders. */
export function useAdminFormat(): AdminFormat {
  const locale = useLocale();
  const text = useAdminText();
  const { timeZone } = useShop();
  return useMemo(() => adminFormat(locale, text, timeZone), [locale, text, timeZone]);
}

export function adminFormat(locale: string, text: AdminText, timeZone: string): AdminFormat {
  const number = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  // Not dateStyle: in some languages its medium form has the month as a number.
  const calendar = { day: 'numeric', month: 'short', year: 'numeric', timeZone } as const;
  const date = new Intl.DateTimeFormat(locale, calendar);
  const moment = new Intl.DateTimeFormat(locale, { ...calendar, hour: 'numeric', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const rate = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const money = (amount: string, options: Intl.NumberFormatOptions) =>
    withSignKept(
      new Intl.NumberFormat(locale, { style: 'currency', ...options }).format(
        amount as Intl.StringNumericLiteral,
      ),
    );
  return {
    number: (value) => number.format(value),
    signed: (value) => signed.format(value),
    points: (value) => text('points', { count: Number(value), number: number.format(value) }),
    money: (amount, currency) => money(amount, { currency }),
    exactMoney: (amount, currency) => money(amount, { currency, maximumFractionDigits: 20 }),
    decimal: (value) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value as Intl.StringNumericLiteral),
    percent: (value) => percent.format(Number(value) / 100),
    share: (value) => share.format(`${value}E-2` as Intl.StringNumericLiteral),
    rate: (tenths) => rate.format(Number(tenths) / 1000),
    date: (at) => date.format(at),
    moment: (at) => moment.format(at),
    day: (value) => day.format(new Date(`${value}T00:00:00Z`)),
    month: (value) => month.format(new Date(`${value}T00:00:00Z`)),
  };
}
