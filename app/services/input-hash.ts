import { hash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';

/**
 * Hex SHA-256 of what something was made from, as canonical JSON: of a posting or a redemption, whose key with another input is an error (spec/ledger.md);
 * of the facts of an order, by which versions of one time are put in order (points.md 4).
 */
export function inputHash(input: unknown): string {
  return hash('sha256', canonicalJson(input), 'hex');
}
