import { expect, test } from 'vitest';
import { programTexts } from '../domain/program-texts.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { ADMIN_LANGUAGES, adminText } from '../locales/admin.ts';
import { placeName } from './text-place-words.ts';

test.each(ADMIN_LANGUAGES)('each text of a programme is told from the others in %s', (locale) => {
  const words = { text: adminText(locale, adminMessages(locale)), locale, currency: 'USD' };
  const names = programTexts(startingProgram).map(({ place }) => placeName(place, startingProgram, words));
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  expect(names.join()).not.toContain('{');
});
