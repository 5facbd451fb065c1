/** The theme extension's own files, taken into the app's build: what the preview shows is what is deployed with this version. */
const found = import.meta.glob<string>(
  [
    '../../extensions/loyalty-widget/{blocks,snippets}/*.liquid',
    '../../extensions/loyalty-widget/locales/*.json',
    '../../extensions/loyalty-widget/assets/*.css',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/** By their paths in the extension: "blocks/loyalty-panel.liquid". */
export const widgetFiles: ReadonlyMap<string, string> = new Map(
  Object.entries(found).map(([path, source]) => [path.split('/loyalty-widget/')[1] ?? path, source]),
);
