// The day of the year that the programme remembers, without its year: nobody's age is asked for.
import { working } from './actions.js';
import { write } from './render.js';

/** @typedef {import('./api.js').Api} Api */
/** @typedef {import('./api.js').Birthday} Birthday */
/** @typedef {import('./format.js').Format} Format */

/** @param {HTMLElement} row */
const fieldsOf = (row) => [...row.querySelectorAll('select')];
/** @param {HTMLElement} row */
const chosen = (row) => fieldsOf(row).map(({ value }) => Number(value));

/** What was told; of what is none of its values a field is empty. @param {HTMLElement} row @param {Birthday['birthday']} [told] */
function showBirthday(row, told) {
  const { month, day } = told ?? {};
  fieldsOf(row).forEach((field, at) => (field.value = `${at ? day : month}`));
}

/** Of whoever is signed in now; without an answer it can be told all the same. What somebody has chosen, or saved, meanwhile stays. @param {HTMLElement} row @param {Api} api */
export async function askBirthday(row, api) {
  showBirthday(row);
  write(row, 'told', null);
  const told = await api.birthday().catch(() => null);
  if (told && !chosen(row).some(Boolean)) showBirthday(row, told.birthday);
}

/** What is not chosen yet is said by the browser. @param {HTMLElement} row @param {HTMLElement} button @param {Api} api @param {Format} format */
export async function tellBirthday(row, button, api, format) {
  if (!fieldsOf(row).every((field) => field.reportValidity())) return;
  write(row, 'told', null);
  const [month = 0, day = 0] = chosen(row);
  await working({ row, button, busy: 'saving', format }, async () => {
    const { changeableFrom } = await api.birthday({ month, day });
    write(row, 'told', format.text('told', { date: format.date(changeableFrom ?? '') }));
  });
}
