/** @type {import('eslint').Rule.RuleModule} */
export const environmentInOnePlace = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      elsewhere:
        'process.env is read in app/env.server.ts (devstore/env.ts for the dev store) alone: there it is checked once at start, all faults in one message. Take the value from `environment()` or from deps.env.',
    },
  },
  create(context) {
    return {
      MemberExpression(node) {
        const isProcess = node.object.type === 'Identifier' && node.object.name === 'process';
        const isEnv =
          (node.property.type === 'Identifier' && node.property.name === 'env') ||
          (node.property.type === 'Literal' && node.property.value === 'env');
        if (isProcess && isEnv) context.report({ node, messageId: 'elsewhere' });
      },
      VariableDeclarator(node) {
        if (
          node.id.type !== 'ObjectPattern' ||
          node.init?.type !== 'Identifier' ||
          node.init.name !== 'process'
        )
          return;
        const takesEnv = node.id.properties.some(
          (property) =>
            property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'env',
        );
        if (takesEnv) context.report({ node, messageId: 'elsewhere' });
      },
      ImportDeclaration(node) {
        if (!['process', 'node:process'].includes(String(node.source.value))) return;
        const takesEnv = node.specifiers.some(
          (specifier) =>
            specifier.type === 'ImportSpecifier' &&
            specifier.imported.type === 'Identifier' &&
            specifier.imported.name === 'env',
        );
        if (takesEnv) context.report({ node, messageId: 'elsewhere' });
      },
    };
  },
};
