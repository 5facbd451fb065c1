// Who may import whom (docs/decisions, "Design"). Run with --output-type err-long: it prints the comment, which is the reason.
//
//   server.ts, worker.ts, meridian.ts
//     -> routes, api, proxy, webhooks, commands, jobs' handlers
//       -> services, queries, components
//         -> storage, shopify, jobs' definitions
//           -> locales -> domain -> nothing
//
// tests/contract/import-directions.test.ts shows for every rule that it fires.

const PROGRAMS = '^(server|worker|meridian)\\.ts$';
const DOORS = '^app/(routes|api|proxy|webhooks|commands)/|^app/jobs/(start-jobs|.+-handler)\\.ts$';
const USE_CASES = '^app/(services|queries|components)/';
const TESTS = '\\.test\\.tsx?$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-imports-only-itself-and-zod',
      severity: 'error',
      comment:
        'app/domain is arithmetic over plain values, so that a preview, a replay and a property test get exactly what the ledger gets. Hand in what it needs as an argument.',
      from: { path: '^app/domain/', pathNot: TESTS },
      to: { pathNot: '^app/domain/|^node_modules/zod/' },
    },
    {
      name: 'locales-import-only-domain',
      severity: 'error',
      comment:
        'Texts are used by every layer, browser and worker alike: app/locales may know domain values and intl-messageformat, nothing else.',
      from: { path: '^app/locales/', pathNot: TESTS },
      to: {
        pathNot:
          '^app/(locales|domain)/|^node_modules/intl-messageformat/|^node_modules/@shopify/polaris/locales/',
      },
    },
    {
      name: 'storage-and-shopify-know-no-use-case',
      severity: 'error',
      comment:
        'storage and shopify are tools of the use cases. One that calls back into services or further up hides what happens in whose transaction. Return a value and let the use case decide.',
      from: { path: '^app/(storage|shopify)/|^app/jobs/', pathNot: `${TESTS}|${DOORS}` },
      to: { path: `${USE_CASES}|${DOORS}` },
    },
    {
      name: 'use-cases-know-no-door',
      severity: 'error',
      comment:
        'services, queries and components serve routes, webhooks, commands and jobs alike; one that imports a door works behind that door only. Move what both need into services, queries or components.',
      from: { path: USE_CASES, pathNot: TESTS },
      to: { path: DOORS },
    },
    {
      name: 'routes-go-through-use-cases',
      severity: 'error',
      comment:
        'A route authenticates, parses, calls one use case or query and answers. SQL from a route skips the rules that services keep, the shop of the session first of all. Add a function to app/services or app/queries.',
      from: { path: '^app/routes/', pathNot: TESTS },
      to: { path: '^app/storage/|^app/db\\.server\\.ts$' },
    },
    {
      name: 'nobody-imports-a-program',
      severity: 'error',
      comment: 'Importing server.ts, worker.ts or meridian.ts starts it. Move what is wanted out of it.',
      from: {},
      to: { path: PROGRAMS },
    },
    {
      name: 'app-knows-no-dev-store',
      severity: 'error',
      comment:
        'Production code that knows of the dev store, of scripts or of tests behaves differently there than at Shopify, and the demo then shows nothing.',
      from: { path: `^(app|extensions)/|${PROGRAMS}`, pathNot: TESTS },
      to: { path: '^(devstore|scripts|tests)/' },
    },
    {
      name: 'dev-store-knows-no-app',
      severity: 'error',
      comment:
        'The dev store is Shopify: its payloads are shaped as Shopify documents them. With one import from app/ it would agree with our parser instead, errors included.',
      from: { path: '^devstore/' },
      to: { path: `^(app|tests|extensions)/|${PROGRAMS}` },
    },
    {
      name: 'widget-imports-only-itself',
      severity: 'error',
      comment:
        "widget/ is loaded by shoppers' pages, at most 10 KB of it (tests/contract/widget-budgets.test.ts): what it imports, each of them loads.",
      from: { path: '^widget/' },
      to: { pathNot: '^widget/' },
    },
    {
      name: 'liquid-knows-nobody',
      severity: 'error',
      comment:
        "liquid/ is Shopify's dialect of Liquid, for the dev store and for the studio's preview. With an import from either it would be one's own, and the other's pages would change with it.",
      from: { path: '^liquid/' },
      to: { path: '^(app|devstore|extensions|scripts|tests)/' },
    },
    {
      name: 'naive-model-knows-no-app',
      severity: 'error',
      comment:
        'tests/naive is the second reading of points.md: with one import from app/ it would repeat the error that it is there to find. It imports itself alone.',
      from: { path: '^tests/naive/' },
      to: { pathNot: '^tests/naive/' },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      comment:
        'Modules that import each other are one module, whose parts cannot be read, tested or loaded by themselves. Move what both need to a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-development-package-in-production',
      severity: 'error',
      comment:
        'A production install leaves devDependencies out: this would start here and not there. Move the package to dependencies, or the code to scripts.',
      from: { path: `^app/|${PROGRAMS}`, pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-unlisted-package',
      severity: 'error',
      comment: 'A package that is not in package.json is here by accident of another one, and goes with it.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'The imported file does not exist.',
      from: {},
      to: {
        couldNotResolve: true,
        pathNot: '^virtual:|\\.generated\\.ts$|\\.css\\?url$|^@graphql-typed-document-node/core$',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.generated\\.ts$|^extensions/loyalty-widget/assets/' },
    // Types too: a domain that knows the type of a database row knows the database.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
