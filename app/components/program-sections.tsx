/** The parts of the draft that have a form of their own, each with what it says now. A section of the studio is a line here, and a route. */
import { BlockStack, Card, Link, Text } from '@shopify/polaris';
import type { AdminText } from '../locales/admin.ts';
import { missingTexts, programTexts, textLanguages } from '../domain/program-texts.ts';
import type { Program } from '../domain/program.ts';
import { useAdminFormat, type AdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { keepingSentences } from './program-in-words.tsx';

type Words = { text: AdminText; format: AdminFormat };
type Section = {
  url: string;
  title: (words: Words) => string;
  summary: (program: Program, words: Words) => string;
};

const SECTIONS: readonly Section[] = [
  {
    url: '/app/program/earning',
    title: ({ text }) => text('earning.title'),
    summary: ({ earning }, { text, format }) =>
      text('program.sections.earning', {
        count: earning.rates.length,
        number: format.number(earning.rates.length),
      }),
  },
  {
    url: '/app/program/exclusions',
    title: ({ text }) => text('exclusions.title'),
    summary: ({ earning }, { text, format }) => {
      const count = Object.values(earning.exclusions).flat().length;
      return text('program.sections.exclusions', { count, number: format.number(count) });
    },
  },
  {
    url: '/app/program/actions',
    title: ({ text }) => text('actions.title'),
    summary: ({ actions }, { text, format }) => {
      const on = actions.filter(({ active }) => active).length;
      return text('program.sections.actions', { count: on, number: format.number(on) });
    },
  },
  {
    url: '/app/program/campaigns',
    title: ({ text }) => text('campaigns.title'),
    summary: ({ campaigns }, { text, format }) =>
      text('program.sections.campaigns', {
        count: campaigns.length,
        number: format.number(campaigns.length),
      }),
  },
  {
    url: '/app/program/tiers',
    title: ({ text }) => text('tiers.title'),
    summary: ({ tiers }, { text, format }) => {
      const count = tiers?.levels.length ?? 0;
      return text('program.sections.tiers', { count, number: format.number(count) });
    },
  },
  {
    url: '/app/program/rewards',
    title: ({ text }) => text('rewards.title'),
    summary: ({ rewards }, { text, format }) =>
      text('program.sections.rewards', { count: rewards.length, number: format.number(rewards.length) }),
  },
  {
    url: '/app/program/cart',
    title: ({ text }) => text('cart.title'),
    summary: ({ cartPoints }, { text, format }) =>
      cartPoints
        ? text('program.sections.cart', { points: format.points(BigInt(cartPoints.step)) })
        : text('program.sections.cart.off'),
  },
  {
    url: '/app/program/markets',
    title: ({ text }) => text('markets.title'),
    summary: ({ markets }, { text, format }) =>
      text('program.sections.markets', { count: markets.length, number: format.number(markets.length) }),
  },
  {
    url: '/app/program/texts',
    title: ({ text }) => text('texts.title'),
    summary: (program, { text, format }) => {
      const languages = textLanguages(program);
      const all = programTexts(program);
      const missing = languages.reduce((sum, one) => sum + missingTexts(all, one).length, 0);
      return text('program.sections.texts', {
        count: languages.length,
        number: format.number(languages.length),
        missing,
      });
    },
  },
  {
    url: '/app/program/look',
    title: ({ text }) => text('look.title'),
    summary: ({ looks }, { text, format }) => {
      const count = Object.keys(looks).length;
      return text('program.sections.look', { count, number: format.number(count) });
    },
  },
  {
    url: '/app/program/enrolment',
    title: ({ text }) => text('enrolment.title'),
    summary: ({ enrolment }, { text }) => text(`words.enrolment.${enrolment.mode}`),
  },
  {
    url: '/app/program/expiry',
    title: ({ text }) => text('expiry.title'),
    summary: (program, { text }) => keepingSentences(program, text)[0] ?? '',
  },
];

export function ProgramSections({ program }: { program: Program }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const words = { text, format };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {text('program.sections')}
        </Text>
        <ul className="sections">
          {SECTIONS.map(({ url, title, summary }) => (
            <li key={url}>
              <Link url={url} removeUnderline>
                {title(words)}
              </Link>
              <Text as="p" tone="subdued">
                {summary(program, words)}
              </Text>
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}
