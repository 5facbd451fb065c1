import { BlockStack, Select, Text } from '@shopify/polaris';
import { OWN_VOICE, VOICES, type VoicedLanguage } from '../domain/voice.ts';
import { refusalText } from '../locales/reward-text.ts';
import { localeInVoice, voicedLanguage } from '../locales/voice.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { useShownText } from './form/kept-texts.tsx';
import { languageName } from './language-name.ts';
import { ADDRESS } from './voice-words.ts';

/** How shoppers are addressed in the language that is edited, by a sentence that they read; nothing where it has but one way. */
export function TextsVoice({ language }: { language: string }) {
  const voiced = voicedLanguage(language);
  return voiced ? <VoiceCard key={voiced} language={voiced} /> : null;
}

function VoiceCard({ language }: { language: VoicedLanguage }) {
  const text = useAdminText();
  const locale = useLocale();
  const { id, value, error, change } = useShownText(`voice.${language}`);
  const chosen = VOICES.find((one) => one === value) ?? OWN_VOICE[language];
  const sample = refusalText({ reason: 'shop_unavailable' }, localeInVoice(language, { [language]: chosen }));
  return (
    <FieldCard
      title={text('texts.voice', { language: languageName(language, locale) })}
      help={text('texts.voice.help')}
    >
      <Select
        {...{ id, value, error }}
        onChange={change}
        label={text('texts.voice.choose')}
        options={VOICES.map((voice) => ({
          value: voice === OWN_VOICE[language] ? '' : voice,
          label: text(`texts.voice.${voice}`, { words: ADDRESS[language][voice] }),
        }))}
      />
      <BlockStack gap="100">
        <Text as="p" tone="subdued" variant="bodySm">
          {text('texts.voice.sample')}
        </Text>
        <p lang={language} dir="auto" className="texts__text">
          {sample}
        </p>
      </BlockStack>
    </FieldCard>
  );
}
