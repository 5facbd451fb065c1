import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** 32 characters without 0, 1, I and O, which people mistake for one another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const GROUPS = 3;
const GROUP = 5;

/** Of a form that no merchant's own code is likely to have: it is what an order's codes are looked up by. */
export const REDEMPTION_CODE = /^[2-9A-HJ-NP-Z]{5}(?:-[2-9A-HJ-NP-Z]{5}){2}$/;

/** Derived once: a process has one secret, tests have a few. */
const codeKeys = new Map<string, KeyObject>();

function codeKey(secret: string): KeyObject {
  const known = codeKeys.get(secret);
  if (known) return known;
  const key = createSecretKey(createHmac('sha256', secret).update('meridian/redemption-code/v1').digest());
  codeKeys.set(secret, key);
  return key;
}

/**
 * The code of a redemption: 75 bits of an HMAC of its id under a key of its own, derived from the app's secret. A retry finds its own work by
 * it, and nobody can guess another's.
 */
export function redemptionCode(secret: string, redemptionId: string): string {
  const digest = createHmac('sha256', codeKey(secret)).update(redemptionId).digest();
  let bits = (digest.readBigUInt64BE(0) << 64n) | digest.readBigUInt64BE(8);
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP }, () => {
      const character = ALPHABET.charAt(Number(bits & 31n));
      bits >>= 5n;
      return character;
    }).join(''),
  );
  return groups.join('-');
}
