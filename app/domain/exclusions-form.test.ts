import { expect, it, test } from 'vitest';
import { exclusionsForm, exclusionsSection } from './exclusions-form.ts';
import { parseProgram } from './parse-program.ts';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';

const program = ProgramSchema.parse({
  ...startingProgram,
  earning: {
    ...startingProgram.earning,
    exclusions: {
      ...{ productIds: ['1', '2'], collectionIds: ['3'], productTags: ['final sale', 'alcohol'] },
      ...{ vendors: ['Smith, Jones & Co'], orderTags: ['مسودة'], channels: ['pos'] },
    },
  },
});
const form = exclusionsForm(program);

it('leaves the programme as it was', () => {
  const answer = exclusionsSection.read(form, program);
  expect(answer.ok && parseProgram(answer.document)).toEqual({ ok: true, program });
});

test.each<[object, object]>([
  [{ productIds: 'x' }, { productIds: [{ code: 'other', reason: expect.stringMatching(/./) }] }],
  [{ vendors: `a\t${'x'.repeat(256)}` }, { vendors: [{ code: 'tooLong', most: 255 }] }],
])('%j', (changes, faults) =>
  expect(exclusionsSection.read({ ...form, ...changes }, program)).toEqual({ ok: false, faults }),
);

it('takes nothing for no exclusion, and each text once', () => {
  expect(exclusionsSection.read({ vendors: 'a\t a\tb c' }, program)).toMatchObject({
    document: {
      earning: { exclusions: { productIds: [], productTags: [], vendors: ['a', 'b c'], channels: [] } },
    },
  });
  for (const sent of [null, undefined, 'x', [], { vendors: ['a'] }])
    expect(exclusionsSection.read(sent, program)).toMatchObject({ ok: true });
});
