/** Why somebody could not join, in their language. */
import { writerFor } from './explanation-messages.ts';

export function joinRefusalText(reason: 'terms_changed' | 'in_future', locale: string): string {
  return writerFor(locale).message(`join.${reason}`);
}
