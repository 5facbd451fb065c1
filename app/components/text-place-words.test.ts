import { expect, test } from 'vitest';
import { programTexts } from '../domain/program-texts.ts';
import { ProgramSchema } from '../domain/program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { ADMIN_LANGUAGES, adminText } from '../locales/admin.ts';
import { placeName } from './text-place-words.ts';

const rewards = ['5.00', '12.00'].map((amount) => ({
  ...{ id: `off-${amount.length}`, kind: 'amountOff', points: 500 },
  ...{ name: { en: '{amount} off' }, description: { en: 'On your next order.' } },
  values: [{ currency: 'USD', amount }],
}));
const program = ProgramSchema.parse({ ...startingProgram, rewards });

test.each(ADMIN_LANGUAGES)('each text of a programme is told from the others in %s', (locale) => {
  const words = { text: adminText(locale, adminMessages(locale)), locale, currency: 'USD' };
  const names = programTexts(program).map(({ place }) => placeName(place, program, words));
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  expect(names.join()).not.toContain('{');
});
