import { Banner, BlockStack, Button } from '@shopify/polaris';
import { programTexts } from '../domain/program-texts.ts';
import type { Program } from '../domain/program.ts';
import { textField } from '../domain/texts-form.ts';
import { languageName } from './language-name.ts';
import { placeName } from './text-place-words.ts';
import { useWords } from './words.ts';

type Place = { key: string; language: string };

/** So many ways to a fault; the next stand there once these are gone. */
const SHOWN = 5;

/** Where texts cannot be saved as they are: most of them stand in a language or on a page that is not shown. */
export function TextFaults({
  program,
  faults,
  onGo,
}: {
  program: Program;
  faults: readonly string[];
  onGo: (place: Place) => void;
}) {
  const words = useWords();
  const { text, locale } = words;
  const all = programTexts(program);
  const places = faults.flatMap((name) => {
    const language = name.slice(name.lastIndexOf('.') + 1);
    const found = all.find(({ key }) => textField(key, language) === name);
    return found ? [{ ...found, language }] : [];
  });
  if (places.length === 0) return null;
  return (
    <Banner tone="critical" title={text('texts.faults.title', { count: places.length })}>
      <BlockStack gap="100" inlineAlign="start">
        {places.slice(0, SHOWN).map(({ key, place, language }) => (
          <Button key={`${key} ${language}`} variant="plain" onClick={() => onGo({ key, language })}>
            {text('texts.faults.go', {
              place: placeName(place, program, words, language),
              language: languageName(language, locale),
            })}
          </Button>
        ))}
      </BlockStack>
    </Banner>
  );
}
