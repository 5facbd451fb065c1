// Sentences about a member's points: what is on its way, the level, the next reward, a code's conditions.

/** @typedef {import('./api.js').Member} Member */
/** @typedef {import('./api.js').Reward} Reward */
/** @typedef {import('./api.js').Redemption} Redemption */
/** @typedef {import('./format.js').Format} Format */

/** @param {Reward | Redemption} item @param {Format} format */
export const nameOf = (item, format) =>
  item.amount && item.currency
    ? item.name.replace('{amount}', format.money(item.amount, item.currency))
    : item.name;

/** One date only where it is true of all of them. @param {Member['points']} points @param {Format} format */
export function pendingText({ pending, next }, format) {
  const points = format.points(pending);
  if (!next) return format.text('pending', { points });
  const date = format.date(next.at);
  if (next.points === pending) return format.text('pendingFrom', { points, date });
  if (next.points === 1) return format.text('pendingFirstOne', { points, date });
  return format.text('pendingFirst', { points, first: format.number(next.points), date });
}

/** null without a level. @param {Member['tier']} tier @param {Format} format */
export function levelText(tier, format) {
  if (!tier) return null;
  const { name: level, multiplier } = tier;
  if (multiplier === '1') return format.text('level', { level });
  return format.text('levelTimes', { level, times: format.decimal(multiplier) });
}

/** How far a reward is that costs more than can be spent now. @param {Member} member @param {Reward} next @param {Format} format */
export function nextText({ points: { available, pending, next: coming }, tier }, next, format) {
  const reward = nameOf(next, format);
  const missing = next.points - available;
  if (coming && coming.points >= missing)
    return format.text('nextFrom', { reward, date: format.date(coming.at) });
  if (pending >= missing) return format.text('nextPending', { reward });
  const spend = format.spendFor(missing - pending, tier?.multiplier);
  return spend
    ? format.text('next', { spend, reward })
    : format.text('nextPoints', { points: format.points(missing), reward });
}

/** null without a minimum. @param {{ minSpend: string | null, currency?: string | null }} item @param {Format} format */
export const minSpendText = ({ minSpend, currency }, format) =>
  minSpend && currency ? format.text('minSpend', { least: format.money(minSpend, currency) }) : null;
