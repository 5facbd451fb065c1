// Every block over data that is missing, older or newer than the extension, whatever of it: it is drawn without nonsense, or not at all.
import { describe, expect, it } from 'vitest';
import { BLOCKS, blocksOf, MEMBERS, programOf, type State } from '../e2e/widget-blocks.ts';

const NONSENSE = /undefined|NaN|\[object|translation missing|Liquid error|\{\{/;
const program = programOf('normal');
const member = MEMBERS.held ?? {};
const without = (data: object, key: string) =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== key));

/** What stands in the page, without what Shopify and the blocks wrap it in. */
const drawn = (html: string) =>
  html.replaceAll(/<link [^>]*>|<\/?div id="shopify-block[^>]*>|<\/div>$/g, '').trim();
const MARKS: Readonly<Record<string, string>> = { '#34': '"', '#39': "'", lt: '<', gt: '>', amp: '&' };

/** Nothing that a shopper would wonder at, and nothing that the scripts could not read. */
function expectSense(blocks: Record<string, string>): void {
  for (const [block, html] of Object.entries(blocks)) {
    expect([block, NONSENSE.exec(html)?.[0]]).toEqual([block, undefined]);
    for (const [, escaped = ''] of html.matchAll(/data-(?:config|facts)="([^"]*)"/g)) {
      const json = escaped.replaceAll(/&(#34|#39|lt|gt|amp);/g, (_, name: string) => MARKS[name] ?? '');
      expect(() => JSON.parse(json) as unknown, `${block}: ${json}`).not.toThrow();
    }
  }
}

const STATES: State[] = ['guest', 'held', 'join'];

describe.each([
  ['none', null],
  ['an empty one', {}],
  ['one of a newer version', { ...program, v: 2 }],
  ['one without a version', without(program, 'v')],
])('of a programme: %s', (_name, data) => {
  it.each(BLOCKS)('the block %s is not there', (block) => {
    for (const state of STATES) expect(drawn(blocksOf(state, 'en', { program: data })[block])).toBe('');
  });
});

it.each(Object.keys(program).filter((key) => key !== 'v'))(
  'an older programme without “%s” is drawn in every block without nonsense',
  (key) => {
    for (const state of STATES) expectSense(blocksOf(state, 'ar', { program: without(program, key) }));
  },
);

it.each(Object.keys(member).filter((key) => key !== 'v'))(
  'an older member without “%s” is drawn in every block without nonsense',
  (key) => {
    expectSense(blocksOf('held', 'ja', { member: without(member, key) }));
  },
);

it('of a member of a newer version it knows nothing yet, and says so where it says anything', () => {
  const blocks = blocksOf('held', 'en', { member: { ...member, v: 2 } });
  expect(blocks.panel).toContain('data-state="loading"');
  expect(blocks.page).toContain('data-state="loading"');
  expect(drawn(blocks.badge)).toBe('');
  for (const html of Object.values(blocks)) expect(html).not.toMatch(/1,240/);
});

it('of a member who is told of what the programme has no longer it says what it knows', () => {
  const codes = [{ id: 'r1', rewardId: 'gone', code: '4PMHH-KYJ2A-62ZPC', until: '2027-09-30T10:00:00Z' }];
  const blocks = blocksOf('held', 'en', { member: { ...member, tier: { id: 'gone' }, codes } });
  expectSense(blocks);
  expect(blocks.panel).toContain('4PMHH-KYJ2A-62ZPC');
  expect(drawn(blocks.badge)).toBe('');
  // Points that are held for a cart can be given back, even where the programme has stopped offering it.
  const stopped = blocksOf('held', 'en', { program: without(program, 'cart') });
  expect(stopped.cart).toContain('data-action="undo"');
});

it('of an older member of a programme that asks for joining it says about, on products and in the cart', () => {
  const asked = { ...program, join: { terms: null } };
  const reasons = (earns: object) => {
    const { product, cart } = blocksOf('normal', 'ja', {
      program: asked,
      member: { ...MEMBERS.normal, ...earns },
    });
    return [product, cart].map((html) => /data-about="true"[^>]*data-why="joined"/.test(html));
  };
  expect(reasons({})).toEqual([true, true]);
  expect(reasons({ earns: true })).toEqual([false, false]);
  const gone = blocksOf('normal', 'ja', { program: asked, member: { ...MEMBERS.normal, earns: false } });
  expect(drawn(gone.product)).toBe('');
});
