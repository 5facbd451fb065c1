import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** 32 characters without 0, 1, I and O, which people mistake for one another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const GROUPS = 3;
const GROUP = 5;
const NUMBER_BYTES = 16;

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
  // The first 16 bytes are one number: five bits at a time, from its end.
  let [code, bits, held, at] = ['', 0, 0, NUMBER_BYTES];
  for (let index = 0; index < GROUPS * GROUP; index++) {
    if (held < 5) {
      bits |= digest.readUInt8(--at) << held;
      held += 8;
    }
    code += `${index > 0 && index % GROUP === 0 ? '-' : ''}${ALPHABET.charAt(bits & 31)}`;
    bits >>= 5;
    held -= 5;
  }
  return code;
}
