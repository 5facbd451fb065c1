/** Every text of the programme: one language at a time, beside another that it is written after. */
import { BlockStack } from '@shopify/polaris';
import { useState } from 'react';
import { words } from '../domain/form-text.ts';
import { missingTexts, programTexts, type ProgramText } from '../domain/program-texts.ts';
import type { Program } from '../domain/program.ts';
import { textField, textsSection } from '../domain/texts-form.ts';
import { VOICED_LANGUAGES } from '../domain/voice.ts';
import type { Edited } from './form/section-page.tsx';
import { useKeptText } from './form/fields.tsx';
import { KeptTexts } from './form/kept-texts.tsx';
import { TextFaults } from './text-faults.tsx';
import { TextsLanguages } from './texts-languages.tsx';
import { TextsTable } from './texts-table.tsx';
import { TextsVoice } from './texts-voice.tsx';

type Props = {
  /** As it is stored. */
  program: Program;
  /** Of the shop, as Shopify tells them. */
  suggested: readonly string[];
  edited: Edited;
};

export function TextsEditor({ program, suggested, edited }: Props) {
  const all = programTexts(program);
  const languages = words(edited.sent, 'languages');
  const [chosen, setChosen] = useState<string | null>(null);
  const first = firstToWrite(all, languages);
  const language = languages.includes(chosen ?? '') ? (chosen ?? first) : first;
  const [wanted, setWanted] = useState<string | null>(null);
  const [, writeLanguages] = useKeptText('languages');
  // What is typed in a language that is taken out stays in the page, so that it is there again with the language. A save leaves it out.
  const [out, setOut] = useState<readonly string[]>([]);
  return (
    <BlockStack gap="400">
      <KeptTexts names={keptNames(all, [...new Set([...languages, ...out])])} />
      <TextsLanguages
        {...{ language, languages, suggested }}
        texts={edited.program ? programTexts(edited.program) : all}
        fixed={program.markets.map(({ locale }) => locale)}
        onChoose={setChosen}
        onList={(next) => {
          setOut((before) => [...new Set([...before, ...languages])]);
          writeLanguages(next.join(' '));
        }}
      />
      {edited.program ? null : (
        <TextFaults
          program={program}
          faults={faultsOf(edited.sent, program)}
          onGo={(place) => {
            setChosen(place.language);
            setWanted(place.key);
          }}
        />
      )}
      <TextsVoice language={language} />
      <TextsTable key={`${language} ${wanted ?? ''}`} {...{ program, all, language, languages, wanted }} />
    </BlockStack>
  );
}

/** The first that lacks something; else the first that is not written after another. */
function firstToWrite(all: readonly ProgramText[], languages: readonly string[]): string {
  const lacking = languages.find((one) => missingTexts(all, one).length > 0);
  return lacking ?? languages.find((one) => one !== 'en') ?? languages[0] ?? 'en';
}

const keptNames = (all: readonly ProgramText[], languages: readonly string[]): string[] => [
  'languages',
  ...VOICED_LANGUAGES.map((language) => `voice.${language}`),
  ...all.flatMap(({ key }) => languages.map((language) => textField(key, language))),
];

function faultsOf(sent: unknown, program: Program): string[] {
  const read = textsSection.read(sent, program);
  return read.ok ? [] : Object.keys(read.faults);
}
