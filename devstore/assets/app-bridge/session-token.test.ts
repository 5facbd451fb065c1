import { expect, test } from 'vitest';
import { cachedToken } from './session-token.ts';

function tokenUntil(expiresAtMs: number, id: number): string {
  const body = Buffer.from(JSON.stringify({ exp: expiresAtMs / 1000, jti: String(id) })).toString(
    'base64url',
  );
  return `e30.${body}.signature`;
}

function world() {
  let clock = 1_000_000_000_000;
  let issued = 0;
  const token = cachedToken(
    () => Promise.resolve(tokenUntil(clock + 60_000, ++issued)),
    () => clock,
  );
  return { token, pass: (ms: number) => (clock += ms), issued: () => issued };
}

test('keeps a token until five seconds before it expires', async () => {
  const { token, pass, issued } = world();
  const first = await token();
  pass(54_999);
  expect(await token()).toBe(first);
  pass(1);
  expect(await token()).not.toBe(first);
  expect(issued()).toBe(2);
});

test('asks once for all who wait', async () => {
  const { token, issued } = world();
  await Promise.all([token(), token(), token()]);
  expect(issued()).toBe(1);
});

test('asks anew on demand, and after a failure', async () => {
  const { token, issued } = world();
  await token();
  await token(true);
  expect(issued()).toBe(2);

  let fails = true;
  const shaky = cachedToken(
    () => (fails ? Promise.reject(new Error('no frame')) : Promise.resolve(tokenUntil(60_000, 1))),
    () => 0,
  );
  await expect(shaky()).rejects.toThrow('no frame');
  fails = false;
  await expect(shaky()).resolves.toContain('e30.');
});
