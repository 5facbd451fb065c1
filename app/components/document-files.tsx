import { Button } from '@shopify/polaris';
import { useRef } from 'react';
import { LARGEST_DOCUMENT, textOfFile, type FileText } from '../domain/program-text.ts';
import { useAdminText } from './admin-text.tsx';

/** Chooses a file and hands over its text, or what it is instead. */
export function ChooseFile({ onText }: { onText: (read: FileText) => void }) {
  const text = useAdminText();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>{text('program.upload')}</Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label={text('program.upload')}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void readFile(file).then(onText);
          // So that the same file can be chosen again after a correction.
          event.target.value = '';
        }}
      />
    </>
  );
}

async function readFile(file: File): Promise<FileText> {
  // Not even read: it may be a film.
  if (file.size > LARGEST_DOCUMENT) return { ok: false, reason: 'tooLarge' };
  return textOfFile(new Uint8Array(await file.arrayBuffer()));
}
