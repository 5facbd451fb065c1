/**
 * Limits a file's lines, all of them counted: `[{ max, reason }]`.
 * @type {import('eslint').Rule.RuleModule}
 */
export const fileLength = {
  meta: {
    type: 'suggestion',
    schema: [
      {
        type: 'object',
        properties: { max: { type: 'integer' }, reason: { type: 'string' } },
        required: ['max', 'reason'],
        additionalProperties: false,
      },
    ],
    messages: { long: '{{ lines }} lines, more than {{ max }}: {{ reason }}' },
  },
  create(context) {
    const { max, reason } = context.options[0];
    return {
      Program(node) {
        const lines = context.sourceCode.lines.length - (context.sourceCode.text.endsWith('\n') ? 1 : 0);
        if (lines > max)
          context.report({
            node,
            loc: { line: max + 1, column: 0 },
            messageId: 'long',
            data: { lines: String(lines), max, reason },
          });
      },
    };
  },
};

/**
 * Limits a function's lines, all of them counted: `[{ max }]`. A function that only holds others (describe of a test) is told by exempting tests.
 * @type {import('eslint').Rule.RuleModule}
 */
export const functionLength = {
  meta: {
    type: 'suggestion',
    schema: [
      {
        type: 'object',
        properties: { max: { type: 'integer' } },
        required: ['max'],
        additionalProperties: false,
      },
    ],
    messages: {
      long: 'A function of {{ lines }} lines, more than {{ max }}: one that fits on a screen is read as a whole, a longer one is believed. Give its parts names.',
    },
  },
  create(context) {
    const { max } = context.options[0];
    /** @param {import('estree').Node} node */
    const check = (node) => {
      const lines = node.loc ? node.loc.end.line - node.loc.start.line + 1 : 0;
      if (lines > max) context.report({ node, messageId: 'long', data: { lines: String(lines), max } });
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};
