/** Why an action gives no points, or a birthday is not taken, in the reader's language. */
import type { ActionRefusal } from '../domain/award.ts';
import { writerFor } from './explanation-messages.ts';

export function actionRefusalText(
  refusal: ActionRefusal | { reason: 'no_such_day' },
  locale: string,
): string {
  const writer = writerFor(locale);
  if (refusal.reason === 'birthday_locked')
    return writer.message('action.birthday_locked', { date: writer.date(refusal.changeableFrom) });
  return writer.message(`action.${refusal.reason}`);
}
