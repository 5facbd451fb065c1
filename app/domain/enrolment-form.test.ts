import { expect, test } from 'vitest';
import { enrolmentForm, enrolmentSection } from './enrolment-form.ts';
import { expiryForm, expirySection } from './expiry-form.ts';
import { parseProgram } from './parse-program.ts';
import { ProgramSchema, type Program } from './program.ts';
import type { ProgramSection } from './program-section.ts';
import { startingProgram } from './starting-program.ts';

const saved = (section: ProgramSection, sent: object, program: Program) => {
  const found = section.read(sent, program);
  const parsed = found.ok ? parseProgram(found.document) : null;
  return parsed?.ok ? parsed.program : found;
};
const joined = ProgramSchema.parse({
  ...startingProgram,
  enrolment: {
    ...{ mode: 'optIn', excludedCustomerTags: ['staff', 'VIP, old'], businessOrders: true, backdateDays: 30 },
    terms: { version: '2026-11', url: { en: '/policies/terms', 'pt-BR': 'https://haven.example/termos' } },
  },
  expiry: { kind: 'afterInactivity', months: 18 },
  refunds: { debt: 'writeOff', spentPoints: 'keep' },
});

test('members there and back; what joining asks for stays while everybody joins by themselves', () => {
  for (const program of [startingProgram, joined])
    expect(saved(enrolmentSection, enrolmentForm(program), program)).toEqual(program);
  const automatic = { ...enrolmentForm(joined), mode: 'automatic', backdateDays: 'x', termsVersion: '' };
  expect(saved(enrolmentSection, automatic, joined)).toEqual({
    ...joined,
    enrolment: { ...joined.enrolment, mode: 'automatic' },
  });
  const without = {
    ...enrolmentForm(joined),
    termsVersion: '',
    termsUrl: {},
    backdateDays: '',
    excludedCustomerTags: '',
  };
  expect(saved(enrolmentSection, without, joined)).toMatchObject({
    enrolment: { terms: null, backdateDays: 0, excludedCustomerTags: [] },
  });
});

test('faults of members stand at their fields', () => {
  const form = enrolmentForm(joined);
  const read = (sent: object) => enrolmentSection.read({ ...form, ...sent }, joined);
  expect(read({ backdateDays: '4000' })).toMatchObject({
    faults: { backdateDays: [{ code: 'tooLarge', most: 3650 }] },
  });
  expect(read({ termsVersion: '', termsUrl: { en: 'javascript:alert(1)' } })).toEqual({
    ok: false,
    faults: { termsVersion: [{ code: 'required' }], 'termsUrl.en': [{ code: 'notLink' }] },
  });
  expect(read({ termsUrl: { en: '' } })).toMatchObject({ faults: { 'termsUrl.en': [{ code: 'required' }] } });
});

test('refunds and expiry there and back, with faults at their fields', () => {
  for (const program of [startingProgram, joined])
    expect(saved(expirySection, expiryForm(program), program)).toEqual(program);
  const never = { ...expiryForm(joined), kind: 'never', months: '' };
  expect(saved(expirySection, never, joined)).toMatchObject({ expiry: { kind: 'never' } });
  const faulty = { ...expiryForm(joined), months: '' };
  expect(expirySection.read(faulty, joined)).toEqual({
    ok: false,
    faults: { months: [{ code: 'required' }] },
  });
  expect(expirySection.read({ ...faulty, months: '0' }, joined)).toMatchObject({
    faults: { months: [{ code: 'tooSmall', least: 1 }] },
  });
});
