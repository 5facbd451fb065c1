import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A theme or a theme app extension as its files say it; `version` changes with any of them. */
export type LiquidFolder = { path: string; files: ReadonlyMap<string, string>; version: string };

const folders = ['layout', 'templates', 'sections', 'blocks', 'snippets', 'locales', 'config'];

/** Reads a folder of Liquid anew whenever a file of it changed, so that a theme can be worked on while the store runs. */
export function watchedFolder(path: string): () => LiquidFolder {
  let read: LiquidFolder = { path, files: new Map(), version: '' };
  return () => {
    const names = fileNames(path);
    const version = names.map((name) => `${name}:${statSync(join(path, name)).mtimeMs}`).join(' ');
    if (version !== read.version) {
      const files = new Map(names.map((name) => [name, readFileSync(join(path, name), 'utf8')]));
      read = { path, files, version };
    }
    return read;
  };
}

function fileNames(path: string): string[] {
  return folders.flatMap((folder) => {
    if (!existsSync(join(path, folder))) return [];
    return readdirSync(join(path, folder))
      .filter((name) => /^[\w.-]+\.(liquid|json)$/.test(name))
      .map((name) => `${folder}/${name}`);
  });
}
