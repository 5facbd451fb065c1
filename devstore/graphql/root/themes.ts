import { GraphQLError } from 'graphql';
import { themeSettingsFile } from '../../liquid/theme-settings.ts';
import { themeChoices } from '../../state/theme-choices.ts';
import { connection } from '../connection.ts';
import type { ApiObject, RootField } from '../graphql-types.ts';

const THEME_ID = 158_240_120_001;
const SETTINGS = 'config/settings_data.json';

/** The one theme, which is published; of its files the settings alone, as the theme editor writes them. */
export const themes: RootField = (args, { core }) => {
  const roles = Array.isArray(args.roles) ? args.roles : ['MAIN'];
  const found = roles.includes('MAIN') ? [THEME_ID] : [];
  return connection(found, args, (id) => ({
    __typename: 'OnlineStoreTheme',
    id: `gid://shopify/OnlineStoreTheme/${id}`,
    name: 'Dev store theme',
    role: 'MAIN',
    processing: false,
    processingFailed: false,
    files: (fileArgs: Record<string, unknown>): ApiObject => {
      const names: unknown[] = Array.isArray(fileArgs.filenames) ? fileArgs.filenames : [];
      const other = names.find((name) => name !== SETTINGS);
      if (names.length === 0 || other !== undefined)
        throw new GraphQLError(`The dev store shows ${SETTINGS} alone of its theme's files`);
      const content = themeSettingsFile(themeChoices(core.tables));
      return {
        nodes: [
          {
            __typename: 'OnlineStoreThemeFile',
            filename: SETTINGS,
            contentType: 'application/json',
            size: Buffer.byteLength(content),
            body: { __typename: 'OnlineStoreThemeFileBodyText', content },
          },
        ],
        userErrors: [],
      };
    },
  }));
};
