/** What tells the time or rolls dice, by object. */
const SOURCES = new Map([
  ['Date', ['now']],
  ['performance', ['now']],
  ['Math', ['random']],
  ['Temporal.Now', ['instant', 'zonedDateTimeISO', 'plainDateISO', 'plainDateTimeISO', 'plainTimeISO']],
  ['crypto', ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues']],
]);
const CRYPTO_NAMES = [
  'randomUUID',
  'randomBytes',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'getRandomValues',
  'webcrypto',
];

/** @type {import('eslint').Rule.RuleModule} */
export const clockAndRandomnessFromDeps = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      elsewhere:
        '{{ what }} is used in app/deps.server.ts alone: points depend on when an order was processed, and a test that cannot set the clock or the dice cannot show that. Take `deps.clock.now()` or `deps.random`, or let the caller pass the instant.',
    },
  },
  create(context) {
    /** @param {import('estree').Node} node @param {string} what */
    const report = (node, what) => context.report({ node, messageId: 'elsewhere', data: { what } });
    return {
      MemberExpression(node) {
        const object = context.sourceCode.getText(node.object).replace(/^globalThis\./, '');
        const name = node.property.type === 'Identifier' ? node.property.name : '';
        if (SOURCES.get(object)?.includes(name)) report(node, `${object}.${name}`);
      },
      NewExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
          report(node, 'new Date()');
      },
      CallExpression(node) {
        // Without `new` it ignores its arguments and gives the time of now, as a string.
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date') report(node, 'Date()');
      },
      ImportDeclaration(node) {
        if (!['crypto', 'node:crypto'].includes(String(node.source.value))) return;
        for (const specifier of node.specifiers) {
          if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') continue;
          if (CRYPTO_NAMES.includes(specifier.imported.name)) report(specifier, specifier.imported.name);
        }
      },
    };
  },
};
