import { createHmac } from 'node:crypto';

/** 32 characters without 0, 1, I and O, which people mistake for one another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const GROUPS = 3;
const GROUP = 5;

/** Of a form that no merchant's own code is likely to have: it is what an order's codes are looked up by. */
export const REDEMPTION_CODE = /^[2-9A-HJ-NP-Z]{5}(?:-[2-9A-HJ-NP-Z]{5}){2}$/;

/**
 * The code of a redemption: 75 bits of an HMAC of its id under a key of its own, derived from the app's secret. A retry finds its own work by
 * it, and nobody can guess another's.
 */
export function redemptionCode(secret: string, redemptionId: string): string {
  const key = createHmac('sha256', secret).update('meridian/redemption-code/v1').digest();
  const digest = createHmac('sha256', key).update(redemptionId).digest();
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
