// What of docs/architecture a machine can check, each with its reason in the message. Import directions: .dependency-cruiser.js.
// tests/contract/lint-rules.test.ts shows for every rule that it fires.
import tseslint from 'typescript-eslint';
import { clockAndRandomnessFromDeps } from './scripts/lint-rules/clock-and-randomness.js';
import { databaseClientInItsPlace } from './scripts/lint-rules/database-client.js';
import { environmentInOnePlace } from './scripts/lint-rules/environment.js';
import { exactMoney } from './scripts/lint-rules/exact-money.js';
import { fileLength, functionLength } from './scripts/lint-rules/size.js';

const meridian = {
  rules: {
    'environment-in-one-place': environmentInOnePlace,
    'clock-and-randomness-from-deps': clockAndRandomnessFromDeps,
    'database-client-in-its-place': databaseClientInItsPlace,
    'exact-money': exactMoney,
    'file-length': fileLength,
    'function-length': functionLength,
  },
};

const tests = ['**/*.test.{ts,tsx}', 'tests/**'];
const code = '**/*.{ts,tsx,js,mjs}';

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'build',
      '.data',
      '.cache',
      'test-results',
      'playwright-report',
      '**/*.generated.ts',
      'app/generated',
      // Built from widget/.
      'extensions/loyalty-widget/assets',
    ],
  },
  {
    files: [code],
    languageOptions: { parser: tseslint.parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    // A disabled rule is a rule that does not hold: there are none.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    plugins: { meridian, '@typescript-eslint': tseslint.plugin },
    rules: {
      'meridian/file-length': [
        'error',
        { max: 300, reason: 'a file is about one thing; split it where its second thing begins.' },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise that nobody waits for loses its error, and with it a webhook.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // `any` also comes in through JSON.parse and libraries: it has to be parsed before it is used.
    files: ['{app,devstore,extensions,liquid,prisma,scripts}/**/*.{ts,tsx}', '*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
    },
  },
  { files: [code], ignores: tests, rules: { 'meridian/function-length': ['error', { max: 60 }] } },
  {
    files: ['app/routes/**'],
    rules: {
      'meridian/file-length': [
        'error',
        {
          max: 150,
          reason:
            'a route is authenticate, parse, one use case, answer; what is more belongs to services, queries or components.',
        },
      ],
    },
  },
  {
    files: [
      'app/**/*.{ts,tsx}',
      'devstore/**/*.ts',
      'liquid/**/*.ts',
      'server.ts',
      'worker.ts',
      'meridian.ts',
    ],
    ignores: [...tests, 'app/env.server.ts', 'devstore/env.ts'],
    rules: { 'meridian/environment-in-one-place': 'error' },
  },
  {
    files: ['app/**/*.{ts,tsx}', 'server.ts', 'worker.ts', 'meridian.ts'],
    ignores: [...tests, 'app/deps.server.ts'],
    rules: { 'meridian/clock-and-randomness-from-deps': 'error' },
  },
  {
    files: ['app/**/*.{ts,tsx}', 'server.ts', 'worker.ts', 'meridian.ts'],
    ignores: [...tests, 'app/queries/**', 'app/storage/**', 'app/db.server.ts', 'app/shopify.server.ts'],
    rules: { 'meridian/database-client-in-its-place': 'error' },
  },
  {
    files: ['app/{domain,storage,services}/**/*.ts'],
    // Light is measured, and nobody is paid in it.
    ignores: [...tests, 'app/domain/contrast.ts'],
    rules: { 'meridian/exact-money': 'error' },
  },
  {
    files: tests,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(skip|only|todo|fails)$/]',
          message: 'A test that does not run shows nothing: repair it or remove it.',
        },
        {
          selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock)$/]",
          message:
            'Tests use the real thing: a mock of our own code agrees with whatever its author believed.',
        },
      ],
    },
  },
);
