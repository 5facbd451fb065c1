const NAMES = new Set(['parseFloat', 'toFixed', 'toPrecision', 'toExponential']);
const ROUNDING = new Set(['round', 'floor', 'ceil', 'trunc', 'fround']);

/** @type {import('eslint').Rule.RuleModule} */
export const exactMoney = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      float:
        '{{ what }} makes or rounds a floating point number, and 0.1 + 0.2 is not 0.3: points and money are bigint minor units and exact fractions, rounded once, at the end (spec/points.md). Use domain/money.ts and domain/fraction.ts.',
    },
  },
  create(context) {
    /** @param {import('estree').Node} node @param {string} what */
    const report = (node, what) => context.report({ node, messageId: 'float', data: { what } });
    return {
      Identifier(node) {
        if (NAMES.has(node.name)) report(node, node.name);
      },
      MemberExpression(node) {
        const isMath = node.object.type === 'Identifier' && node.object.name === 'Math';
        if (isMath && node.property.type === 'Identifier' && ROUNDING.has(node.property.name))
          report(node, `Math.${node.property.name}`);
      },
      Literal(node) {
        if (typeof node.value === 'number' && !Number.isInteger(node.value))
          report(node, `The literal ${node.raw}`);
      },
    };
  },
};
