import { hash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';

/** Hex SHA-256 of what a posting or a redemption was made from: the same key with another input is an error (spec/ledger.md). */
export function inputHash(input: unknown): string {
  return hash('sha256', canonicalJson(input), 'hex');
}
