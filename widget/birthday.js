// The day of the year that the programme remembers, without its year: nobody's age is asked for.
import { working } from './actions.js';
import { Problem } from './api.js';
import { write } from './render.js';

/** @typedef {import('./api.js').Api} Api */
/** @typedef {import('./api.js').Birthday} Birthday */
/** @typedef {import('./format.js').Format} Format */

/** What was told, and from when it can be changed. @param {HTMLElement} root @param {Birthday} told @param {Format} format */
export function showBirthday(root, { birthday, changeableFrom }, format) {
  if (!birthday) return;
  const values = [birthday.month, birthday.day];
  root.querySelectorAll('select').forEach((field, at) => (field.value = String(values[at])));
  write(root, 'told', format.text('told', { date: format.date(changeableFrom ?? '') }));
}

/** What is not chosen yet is said by the browser. @param {HTMLElement} row @param {HTMLElement} button @param {Api} api @param {Format} format */
export async function tellBirthday(row, button, api, format) {
  const fields = [...row.querySelectorAll('select')];
  if (!fields.every((field) => field.reportValidity())) return;
  write(row, 'told', null);
  const [month = 0, day = 0] = fields.map(({ value }) => Number(value));
  const place = { row, button, busy: 'saving', format };
  const told = await working(place, () => api.birthday({ month, day }));
  if (!(told instanceof Problem)) showBirthday(row, told, format);
}
