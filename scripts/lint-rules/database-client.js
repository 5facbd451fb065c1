/** @type {import('eslint').Rule.RuleModule} */
export const databaseClientInItsPlace = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      client:
        "The database's clients are imported in app/queries, app/storage and app/db.server.ts alone (shopify.server.ts for Shopify's session storage): whoever can query anywhere forgets the shop in one of the queries. Write or call a function there.",
      property:
        'deps.prisma is used in app/queries alone (shopify.server.ts for the session storage): a use case that reads through Prisma reads outside its transaction. Call a function of queries or storage.',
    },
  },
  create(context) {
    return {
      ImportDeclaration(node) {
        const isTypeOnly = 'importKind' in node && node.importKind === 'type';
        if (!isTypeOnly && /^(@prisma\/|pg$|pg-pool$|\.prisma)/.test(String(node.source.value)))
          context.report({ node, messageId: 'client' });
      },
      ImportExpression(node) {
        if (node.source.type === 'Literal' && /^(@prisma\/|pg$)/.test(String(node.source.value)))
          context.report({ node, messageId: 'client' });
      },
      MemberExpression(node) {
        if (node.property.type === 'Identifier' && node.property.name === 'prisma')
          context.report({ node, messageId: 'property' });
      },
    };
  },
};
