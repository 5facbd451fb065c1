import type { Program } from '../domain/program.ts';

/** Saves a programme as a file: `name` tells which ("version-3", "draft"). */
export function downloadProgram(program: Program, name: string): void {
  const text = `${JSON.stringify(program, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const file = { href: url, download: `meridian-programme-${name}.json` };
  Object.assign(document.createElement('a'), file).click();
  URL.revokeObjectURL(url);
}
