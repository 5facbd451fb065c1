/** How markets look as the studio's form has it: by market, each part as text, empty where the theme decides. */
import { fieldKey, textOf, whole } from './form-text.ts';
import { typedColour, type MarketLook } from './market-look.ts';
import { partOf } from './program-parts.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Program } from './program.ts';

/** A type, not an interface, so that it is a record to the form's library. */
export type MarketLookForm = {
  accent: string;
  text: string;
  background: string;
  radius: string;
  side: string;
  icon: string;
};
/** By the market (`fieldKey` of its handle). */
export type LookForm = { looks: Record<string, MarketLookForm> };

const formOf = (look: MarketLook | undefined): MarketLookForm => ({
  accent: look?.accent ?? '',
  text: look?.text ?? '',
  background: look?.background ?? '',
  radius: look?.radius === undefined || look.radius === null ? '' : String(look.radius),
  side: look?.launcher.side ?? '',
  icon: look?.launcher.icon ?? '',
});

export const lookForm = ({ markets, looks }: Program): LookForm => ({
  looks: Object.fromEntries(markets.map(({ handle }) => [fieldKey(handle), formOf(looks[handle])])),
});

const colour = (sent: unknown, name: string): string | null => typedColour(textOf(sent, name)) || null;

function lookOf(sent: unknown, handle: string): unknown {
  const form = partOf(partOf(sent, 'looks'), fieldKey(handle));
  return {
    accent: colour(form, 'accent'),
    text: colour(form, 'text'),
    background: colour(form, 'background'),
    radius: whole(form, 'radius') ?? null,
    launcher: { side: textOf(form, 'side') || null, icon: textOf(form, 'icon') || null },
  };
}

function fieldOf([first, handle = '', part, ofLauncher]: string[]): string | null {
  if (first !== 'looks') return null;
  return `looks.${fieldKey(handle)}.${part === 'launcher' ? (ofLauncher ?? 'side') : (part ?? 'accent')}`;
}

export const lookSection: ProgramSection = {
  part: ({ looks }) => looks,
  read: (sent, program) => {
    const typed = program.markets.map(({ handle }): [string, unknown] => [handle, lookOf(sent, handle)]);
    const looks = { ...program.looks, ...Object.fromEntries(typed) };
    return judgedSection({ ...program, looks }, fieldOf);
  },
};
