// The panel's lists: rewards, codes and entries, row by row.
import { isAhead, part, reconcile, show, write } from './render.js';
import { minSpendText, nameOf } from './texts.js';

/** @typedef {import('./api.js').Reward} Reward */
/** @typedef {import('./api.js').Redemption} Redemption */
/** @typedef {import('./api.js').Entry} Entry */
/** @typedef {import('./format.js').Format} Format */

const DAY_MS = 86_400_000;
const PAST_SHOWN = 3;

/**
 * @param {HTMLElement} dialog
 * @param {{ rewards: Reward[], redemptions: Redemption[], entries: Entry[], next: string | null }} lists
 * @param {Format} format
 */
export function renderLists(dialog, { rewards, redemptions, entries, next }, format) {
  const codes = redemptions.filter(isShown);
  reconcile(dialog, 'code', codes, (row, redemption) => fillCode(row, redemption, format));
  show(dialog, 'codes-section', codes.length > 0);
  const past = redemptions.filter(isPast).slice(0, PAST_SHOWN);
  reconcile(dialog, 'past', past, (row, redemption) => fillPast(row, redemption, format));
  show(dialog, 'past-section', past.length > 0);
  reconcile(dialog, 'reward', rewards, (row, reward) => fillReward(row, reward, format));
  show(dialog, 'no-rewards', rewards.length === 0);
  const rows = entries.map((entry) => ({ ...entry, id: String(entry.seq) }));
  reconcile(dialog, 'entry', rows, (row, entry) => fillEntry(row, entry, format));
  show(dialog, 'no-entries', rows.length === 0);
  show(dialog, 'more', next !== null);
}

/** @param {HTMLElement} row @param {Reward} reward @param {Format} format */
function fillReward(row, reward, format) {
  const name = nameOf(reward, format);
  write(row, 'name', name);
  write(row, 'what', name);
  row.dataset['points'] = String(reward.points);
  write(row, 'points', format.points(reward.points));
  fillConditions(row, reward, format);
  const { reason } = reward;
  const isShort = reason?.kind === 'points' && reason.missing > 0;
  const why = isShort ? format.text('missing', { points: format.points(reason.missing) }) : reward.text;
  write(row, 'reason', reward.available ? null : why);
  show(row, 'redeem', reward.available);
}

/** @param {HTMLElement} row @param {Reward | Redemption} item @param {Format} format */
function fillConditions(row, item, format) {
  write(row, 'description', item.description);
  write(row, 'min-spend', minSpendText(item, format));
}

/** What the shopper can still do something with, or should know of: of a failure for a day. @param {Redemption} redemption */
const isShown = ({ status, createdAt }) =>
  ['reserved', 'issued', 'needs_review'].includes(status) ||
  (status === 'failed' && isAhead(createdAt, DAY_MS));

/** When it was used or ran out; null for what did neither. @param {Redemption} redemption */
const pastAt = ({ status, usedAt, expiresAt }) =>
  status === 'used' ? usedAt : status === 'expired' ? expiresAt : null;

/** For a month: who looks for a code that is gone finds why. @param {Redemption} redemption */
function isPast(redemption) {
  const at = pastAt(redemption);
  return at !== null && isAhead(at, 30 * DAY_MS);
}

/** @param {HTMLElement} row @param {Redemption} redemption @param {Format} format */
function fillPast(row, redemption, format) {
  write(row, 'name', nameOf(redemption, format));
  const key =
    redemption.status !== 'used' ? 'expired' : redemption.kind === 'storeCredit' ? 'credited' : 'used';
  write(row, 'past', format.text(key, { date: format.date(pastAt(redemption) ?? '') }));
}

/** @param {HTMLElement} row @param {Redemption} redemption @param {Format} format */
function fillCode(row, redemption, format) {
  const { status, ending, code, expiresAt, refusal, isForCart, origin } = redemption;
  // A code that is on its way back must not be used any more.
  const isOver = status === 'issued' && expiresAt !== null && !isAhead(expiresAt);
  const isUsable = status === 'issued' && code !== null && !ending && !isOver;
  row.dataset['status'] = status;
  write(row, 'name', nameOf(redemption, format));
  fillConditions(row, redemption, format);
  const date = expiresAt ? format.date(expiresAt) : '';
  let told = format.text(ending ? 'givingBack' : 'preparing');
  if (isOver) told = format.text('expired', { date });
  if (status === 'needs_review') told = format.text('review');
  if (status === 'failed') told = refusal?.text || format.text('failed');
  write(row, 'status', told);
  show(row, 'status-line', !isUsable);
  show(row, 'ticket', isUsable);
  for (const name of ['code', 'apply-what', 'copy-what', 'cancel-what']) write(row, name, code);
  show(row, 'apply', isUsable && isForCart);
  const apply = part(row, 'apply');
  const { before, after } = apply?.dataset ?? {};
  apply?.setAttribute('href', before + encodeURIComponent(code ?? '') + after);
  write(row, 'until', isUsable && date ? format.text('until', { date }) : null);
  // What was given cost no points that could come back.
  show(row, 'cancel', isUsable && !origin);
}

/** @param {HTMLElement} row @param {Entry} entry @param {Format} format */
function fillEntry(row, entry, format) {
  write(row, 'text', entry.text);
  write(row, 'points', `${entry.points > 0 ? '+' : ''}${format.number(entry.points)}`);
  row.querySelector('.mrd-entry__points')?.toggleAttribute('data-sign', entry.points < 0);
  write(row, 'at', format.date(entry.at));
  part(row, 'at')?.setAttribute('datetime', entry.at);
  const { points, availableAt } = entry;
  const from = points > 0 && availableAt && isAhead(availableAt) ? format.date(availableAt) : null;
  write(row, 'available', from && format.text('availableFrom', { date: from }));
}
