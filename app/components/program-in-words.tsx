import { BlockStack, Icon, Text } from '@shopify/polaris';
import { CheckSmallIcon } from '@shopify/polaris-icons';
import type { Program } from '../domain/program.ts';
import type { AdminFormat } from './admin-format.tsx';
import { actionSentences } from './action-words.ts';
import { useWords, type Words } from './words.ts';
import { campaignSentences } from './campaign-words.ts';
import { cartSentences } from './cart-words.ts';
import { lookSentences } from './look-words.ts';
import { perkSentences } from './perk-words.ts';
import { rewardSentence } from './reward-facts.ts';
import { tierSentences } from './tier-words.ts';
import type { AdminText } from '../locales/admin.ts';
import { isolated, marketTitle } from './market-name.ts';

/** What a programme does, a sentence for each part that a shopper would notice. */
export function ProgramInWords({ program }: { program: Program }) {
  const words = useWords();
  return (
    <BlockStack gap="300">
      {programSections(program, words).map(({ title, sentences }) => (
        <Sentences key={title ?? ''} title={title} sentences={sentences} />
      ))}
    </BlockStack>
  );
}

/** The sentences by what they are about; without a title, the programme itself. */
export function programSections(program: Program, words: Words): { title?: string; sentences: string[] }[] {
  const { text, format, locale, currency } = words;
  const { tiers, campaigns } = program;
  const actions = actionSentences(program, currency, locale, text, format);
  const cart = cartSentences(program, locale, text, format);
  const looks = lookSentences(program, locale, text);
  const rewards = program.rewards.filter(({ active }) => active);
  return [
    {
      sentences: [
        ...rateSentences(program, text, format),
        ...countingSentences(program, text),
        ...pendingSentences(program, text, locale),
        ...keepingSentences(program, text),
        ...memberSentences(program, text, locale),
        ...exclusionSentences(program, text, locale),
        ...valueSentence(program, text, format, locale),
      ],
    },
    ...(tiers
      ? [
          {
            title: text('words.tiers.title'),
            sentences: [
              ...tierSentences(tiers, currency, locale, text, format),
              ...perkSentences(program, locale, text, format),
            ],
          },
        ]
      : []),
    ...(rewards.length > 0
      ? [
          {
            title: text('rewards.title'),
            sentences: rewards.map((one) => rewardSentence(one, program, words)),
          },
        ]
      : []),
    ...(campaigns.some(({ active }) => active)
      ? [
          {
            title: text('words.campaigns.title'),
            sentences: [
              ...campaignSentences(program, locale, text, format),
              text(`words.stacking.${program.earning.stacking}`),
            ],
          },
        ]
      : []),
    ...(actions.length > 0 ? [{ title: text('words.actions.title'), sentences: actions }] : []),
    ...(cart.length > 0 ? [{ title: text('words.cart.title'), sentences: cart }] : []),
    ...(looks.length > 0 ? [{ title: text('words.looks.title'), sentences: looks }] : []),
  ];
}

export function Sentences({ title, sentences }: { title?: string | undefined; sentences: string[] }) {
  return (
    <BlockStack gap="200">
      {title ? (
        <Text as="h3" variant="headingSm">
          {title}
        </Text>
      ) : null}
      <ul className="words">
        {sentences.map((sentence) => (
          <li key={sentence}>
            <Icon source={CheckSmallIcon} tone="success" />
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}

export function rateSentences({ earning }: Program, text: AdminText, format: AdminFormat): string[] {
  if (earning.rates.length === 0) return [text('words.noRates')];
  return earning.rates.map(({ points, spend, currency }) =>
    text('words.rate', { points, number: format.number(points), amount: format.exactMoney(spend, currency) }),
  );
}

export function countingSentences({ earning }: Program, text: AdminText): string[] {
  return [
    text(`words.taxes.${earning.basis.taxes}`),
    text(earning.basis.shipping ? 'words.shipping.yes' : 'words.shipping.no'),
    text(earning.basis.giftCardProducts ? 'words.giftCards.yes' : 'words.giftCards.no'),
    earning.granularity === 'wholeSteps'
      ? text('words.granularity.wholeSteps')
      : text(`words.rounding.${earning.rounding}`),
  ];
}

/** When points are given, and from when on they can be used. */
export function pendingSentences({ earning, markets }: Program, text: AdminText, locale: string): string[] {
  const { days, from, byMarket } = earning.pending;
  const usual = text(from === 'fulfilled' ? 'words.pending.fulfilled' : 'words.pending', { days });
  const exceptions = Object.entries(byMarket)
    .filter(([, other]) => other !== days)
    .map(([handle, other]) =>
      text('words.pending.market', { days: other, market: marketTitle(markets, handle, locale) }),
    );
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return [
    text(`words.awardOn.${earning.awardOn}`),
    exceptions.length > 0 ? `${usual} (${list.format(exceptions)})` : usual,
  ];
}

/** What becomes of points that lie, and of those of orders that are refunded. */
export function keepingSentences({ expiry, refunds }: Program, text: AdminText): string[] {
  return [
    expiry.kind === 'never'
      ? text('words.expiry.never')
      : text(`words.expiry.${expiry.kind}`, { months: expiry.months }),
    text(`words.refunds.${refunds.debt}`),
    text(`words.spentPoints.${refunds.spentPoints}`),
  ];
}

export function memberSentences({ enrolment }: Program, text: AdminText, locale: string): string[] {
  const { mode, backdateDays, excludedCustomerTags, businessOrders, terms } = enrolment;
  return [
    text(`words.enrolment.${mode}`),
    ...(mode === 'optIn' && backdateDays > 0 ? [text('words.backdate', { days: backdateDays })] : []),
    ...(terms ? [text('words.terms', { version: isolated(terms.version) })] : []),
    ...(excludedCustomerTags.length > 0
      ? [text('words.excludedTags', { tags: listed(excludedCustomerTags, locale) })]
      : []),
    text(businessOrders ? 'words.business.yes' : 'words.business.no'),
  ];
}

/** Products and collections are told by their number: their names are Shopify's. */
export function exclusionSentences({ earning }: Program, text: AdminText, locale: string): string[] {
  const { productIds, collectionIds, productTags, vendors, orderTags, channels } = earning.exclusions;
  const counted = { products: productIds.length, collections: collectionIds.length };
  const named = { productTags, vendors, orderTags, channels };
  return [
    ...(['products', 'collections'] as const)
      .filter((key) => counted[key] > 0)
      .map((key) => text(`words.excluded.${key}`, { count: counted[key] })),
    ...(['productTags', 'vendors', 'orderTags', 'channels'] as const)
      .filter((key) => named[key].length > 0)
      .map((key) => text(`words.excluded.${key}`, { names: listed(named[key], locale) })),
  ];
}

const listed = (names: readonly string[], locale: string) =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);

export function valueSentence(
  { pointValue }: Program,
  text: AdminText,
  format: AdminFormat,
  locale: string,
): string[] {
  if (pointValue.length === 0) return [];
  const amounts = pointValue.map(({ amount, currency }) => format.exactMoney(amount, currency));
  return [
    text('words.pointValue', {
      amounts: new Intl.ListFormat(locale, { type: 'conjunction' }).format(amounts),
    }),
  ];
}
