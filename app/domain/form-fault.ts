/** What is the matter with a field of a form: a code and its figures, which the reader's language makes a sentence of. */
import type { z } from 'zod';
import { reasonOf } from './parse-program.ts';

export type FormFault =
  | {
      code:
        | 'required'
        | 'notWhole'
        | 'notAmount'
        | 'notPositive'
        | 'negative'
        | 'notCountry'
        | 'noMarket'
        | 'noLevel'
        | 'notDate'
        | 'notTime'
        | 'notAfterStart'
        | 'noLines'
        | 'notAbove'
        | 'notLink'
        | 'belowStep'
        | 'kindTaken'
        | 'notColour'
        | 'bothColours';
    }
  | { code: 'between'; least: number; most: number }
  /** Somebody else's already: an id, a country. */
  | { code: 'taken' | 'notId' }
  | { code: 'countryTaken'; country: string; market: string }
  | { code: 'tooSmall'; least: number }
  | { code: 'tooLarge' | 'tooLong'; most: number }
  /** A rule that has no sentence of its own: in the words of the REST API, which are English. */
  | { code: 'other'; reason: string };

/** By the name of the field; '' for the whole form. */
export type FieldFaults = Record<string, FormFault[]>;

/** The schema's own messages, where its codes do not tell rules apart. */
const BY_MESSAGE: Record<string, FormFault> = {
  'is not an id (letters, digits, "-", "_", "." and ":")': { code: 'notId' },
  'is not a decimal number': { code: 'notAmount' },
  'is not above 0': { code: 'notPositive' },
  'is below 0': { code: 'negative' },
  'is above 100': { code: 'tooLarge', most: 100 },
  'is not between 1 and 100': { code: 'between', least: 1, most: 100 },
  'is not after startsAt': { code: 'notAfterStart' },
  'is not above that of the level before': { code: 'notAbove' },
  'is not an https:// address or a path like /policies/terms': { code: 'notLink' },
  'is missing, and so is rewardId: an action gives one of them': { code: 'required' },
  'is below one step': { code: 'belowStep' },
  'is not a colour like #1f5c56': { code: 'notColour' },
  'is missing: text and background are chosen together': { code: 'bothColours' },
  'is empty': { code: 'required' },
  'has no language': { code: 'required' },
  'has no currency': { code: 'required' },
  'is not an ISO 3166 country code': { code: 'notCountry' },
  'a free product names either a product or a variant': { code: 'required' },
};

/** Of what zod found. Bounds are those of the schema, so that they are written once. */
export function formFault(issue: z.core.$ZodIssue): FormFault {
  const known = BY_MESSAGE[issue.message];
  if (known) return known;
  if (issue.code === 'too_small') return { code: 'tooSmall', least: Number(issue.minimum) };
  if (issue.code === 'too_big')
    return { code: issue.origin === 'string' ? 'tooLong' : 'tooLarge', most: Number(issue.maximum) };
  const reason = reasonOf(issue);
  if (reason === 'is missing') return { code: 'required' };
  // All numbers of a programme that are not text are whole ones.
  const isNumber = issue.code === 'invalid_type' && ['int', 'number'].includes(issue.expected);
  return isNumber ? { code: 'notWhole' } : { code: 'other', reason };
}
