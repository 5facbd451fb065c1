// Redeeming a reward, and giving its code back, at the row's own button.
import { working } from './actions.js';
import { keyOf, Problem } from './api.js';
import { announce } from './render.js';

/** @typedef {import('./api.js').Api} Api */
/** @typedef {import('./api.js').Redemption} Redemption */
/** @typedef {import('./format.js').Format} Format */

/**
 * What the panel knows and does. `loaded`: when the lists are there; `failed`: of a new code or of one that was to be given back.
 * @typedef {object} Panel
 * @property {() => Promise<void>} loaded
 * @property {(redemption: Redemption) => void} accept
 * @property {(problem: Problem, isNew: boolean) => void} failed
 */

/** @param {HTMLElement} dialog @param {Api} api @param {Format} format @param {Panel} panel */
export function createRedeeming(dialog, api, format, { loaded, accept, failed }) {
  /** One key per wish: asking again after a lost answer is the same wish. @type {Map<string, string>} */
  const keys = new Map();
  const title = dialog.querySelector('h2');

  return {
    /** @param {HTMLElement} row @param {HTMLElement} button */
    async redeem(row, button) {
      // What the row says at the tap: while the list is waited for, it may come with another price.
      const { id = '', points = '' } = row.dataset;
      const wish = `${id} ${points}`;
      const redemption = await working({ row, button, busy: 'redeeming', format }, async () => {
        await loaded();
        return (await api.redeem(id, +points, keyOf(keys, wish))).redemption;
      });
      // What was answered, yes or no, is done: asking again is a new wish. What was not may have happened.
      if (!(redemption instanceof Problem) || redemption.kind === 'refused') keys.delete(wish);
      if (redemption instanceof Problem) return failed(redemption, true);
      accept(redemption);
      const made = dialog.querySelector(`[data-list="code"] [data-id="${CSS.escape(redemption.id)}"]`);
      made?.scrollIntoView({ block: 'nearest' });
      const copy = /** @type {HTMLElement | null} */ (made?.querySelector('[data-action="copy"]') ?? null);
      (copy?.offsetParent ? copy : title)?.focus();
      const { code } = redemption;
      announce(dialog, format.text(code ? 'ready' : 'preparing', { code: code ?? '' }));
    },

    /** It may answer a wish whose answer was lost: to redeem once more is another wish. @param {Redemption} redemption */
    ended({ rewardId, points }) {
      keys.delete(`${rewardId} ${points}`);
    },

    /** @param {HTMLElement} row @param {HTMLElement} button */
    async giveBack(row, button) {
      const { id = '' } = row.dataset;
      const place = { row, button, busy: 'givingBack', format };
      const told = await working(place, () => api.cancel(id));
      if (told instanceof Problem) return failed(told, false);
      accept(told.redemption);
      title?.focus();
      const points = format.points(told.returned);
      const isDone = told.redemption.status === 'cancelled';
      announce(dialog, format.text(isDone ? 'givenBack' : 'givingBack', { points }));
    },
  };
}
