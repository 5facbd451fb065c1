// Writes what the proxy answered into the markup that Liquid made. Text only: nothing here becomes markup.
import { levelText, nextText, pendingText } from './texts.js';

/** @typedef {import('./api.js').Member} Member */
/** @typedef {import('./api.js').Reward} Reward */
/** @typedef {import('./api.js').Entry} Entry */
/** @typedef {import('./format.js').Format} Format */

/** @param {ParentNode} root @param {string} name @returns {HTMLElement | null} */
export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

/** Tells whoever hears the page. @param {ParentNode} root @param {string} text */
export function announce(root, text) {
  const status = part(root, 'announcement');
  if (status) status.textContent = text;
}

/** Sets a part's text, or hides the part without one. @param {ParentNode} root @param {string} name @param {string | null | undefined} text */
export function write(root, name, text) {
  const element = part(root, name);
  if (!element) return;
  if (text && element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

/** @param {ParentNode} root @param {string} name @param {boolean} shown */
export function show(root, name, shown) {
  const element = part(root, name);
  if (element) element.hidden = !shown;
}

/** A line with an icon, whose text is a part of its own; none without a text. @param {ParentNode} root @param {string} name @param {string | null | undefined} text */
function tell(root, name, text) {
  show(root, name, Boolean(text));
  write(root, `${name}-text`, text);
}

/**
 * Makes a list hold these items, keeping the rows (and the focus in them) of those that stay.
 * @template {{ id: string }} Item
 * @param {HTMLElement} root
 * @param {string} kind
 * @param {readonly Item[]} items
 * @param {(row: HTMLElement, item: Item) => void} fill
 */
export function reconcile(root, kind, items, fill) {
  const list = root.querySelector(`[data-list="${kind}"]`);
  const template = /** @type {HTMLTemplateElement | null} */ (
    root.querySelector(`[data-template="${kind}"]`)
  );
  if (!list || !template) return;
  const rows = new Map([...list.children].map((row) => [row.getAttribute('data-id'), row]));
  const wanted = items.map((item) => {
    const row = /** @type {HTMLElement} */ (
      rows.get(item.id) ?? template.content.firstElementChild?.cloneNode(true)
    );
    row.dataset['id'] = item.id;
    fill(row, item);
    return row;
  });
  // Not of `rows`: what Liquid drew may have no id.
  for (const row of [...list.children]) if (!wanted.includes(/** @type {HTMLElement} */ (row))) row.remove();
  wanted.forEach((row, index) => {
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
}

/** The summary: what can be spent, its worth, what is on the way, and the next reward. @param {HTMLElement} root @param {Member} member @param {Reward[] | null} rewards @param {Entry[]} entries @param {Format} format */
export function renderSummary(root, member, rewards, entries, format) {
  const { available, pending, balance, nextExpiry } = member.points;
  const state =
    available < 0 ? 'debt' : balance === 0 && pending === 0 && entries.length === 0 ? 'zero' : 'normal';
  root.dataset['state'] = state;
  write(root, 'balance', format.number(available));
  write(root, 'unit', format.unit(available));
  const worth =
    member.worth && available > 0 ? format.minorUnits(member.worth.minorUnits, member.worth.currency) : null;
  write(root, 'worth', worth && format.text('worth', { worth }));
  write(root, 'launcher', format.points(available));
  tell(root, 'pending', pending > 0 ? pendingText(member.points, format) : null);
  tell(root, 'level', levelText(member.tier, format));
  tell(root, 'perks', member.tier?.perks?.join(' · '));
  tell(
    root,
    'expiry',
    nextExpiry &&
      format.text('expiring', { points: format.points(nextExpiry.points), date: format.date(nextExpiry.at) }),
  );
  tell(root, 'debt', state === 'debt' ? format.text('debt', { points: format.points(-available) }) : null);
  if (rewards) renderNext(root, member, rewards, format);
}

/** @param {string} instant @param {number} [grace] milliseconds */
export const isAhead = (instant, grace = 0) => Date.parse(instant) + grace > Date.now();

/** @param {HTMLElement} root @param {Member} member @param {Reward[]} rewards @param {Format} format */
function renderNext(root, member, rewards, format) {
  const missingPoints = (/** @type {Reward} */ each) => each.reason?.kind === 'points';
  const next = rewards
    .filter(missingPoints)
    .sort((a, b) => a.points - b.points)
    .at(0);
  show(root, 'next', next !== undefined);
  if (!next) return;
  write(root, 'next-text', nextText(member, next, format));
  const progress = { max: next.points, value: Math.max(0, member.points.available) };
  Object.assign(part(root, 'progress') ?? {}, progress);
}

/** Days and months, that Liquid could write plainly only. @param {HTMLElement} root @param {Format} format */
export function writePlainValues(root, format) {
  for (const option of root.querySelectorAll('[data-months] option:not([value=""])'))
    option.textContent = format.month(Number(option.getAttribute('value')));
  for (const time of root.querySelectorAll('time'))
    if (time.dateTime) time.textContent = format.date(time.dateTime);
}
