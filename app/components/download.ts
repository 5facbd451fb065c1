import type { Program } from '../domain/program.ts';

function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/** Saves a programme as a file: `name` tells which ("version-3", "draft"). */
export function downloadProgram(program: Program, name: string): void {
  const text = `${JSON.stringify(program, null, 2)}\n`;
  saveFile(new Blob([text], { type: 'application/json' }), `meridian-programme-${name}.json`);
}

/** Saves what the app answers there as a file; whether it arrived. App Bridge adds the session token. */
export async function download(path: string, name: string): Promise<boolean> {
  try {
    const response = await fetch(path);
    if (!response.ok) return false;
    saveFile(await response.blob(), name);
    return true;
  } catch {
    return false;
  }
}
