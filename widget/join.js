// Joining, in a programme that nobody is in without having asked.
import { working } from './actions.js';
import { announce, part, show } from './render.js';

/** @typedef {import('./api.js').Api} Api */
/** @typedef {import('./api.js').JoinOffer} JoinOffer */
/** @typedef {import('./format.js').Format} Format */

/** Shows what there is to agree to as it is now, which may be newer than the page. @param {HTMLElement} root @param {JoinOffer | null} offer */
export function offerJoin(root, offer) {
  root.dataset['state'] = offer ? 'join' : 'zero';
  const footer = part(root, 'join-footer');
  if (!offer || !footer) return;
  footer.dataset['terms'] = offer.terms?.version ?? '';
  show(footer, 'join-terms', offer.terms !== null);
  if (offer.terms) footer.querySelector('a')?.setAttribute('href', offer.terms.url);
}

/** Joins by the terms that are shown. What fails is told above the button. @param {HTMLElement} root @param {HTMLElement} button @param {Api} api @param {Format} format */
export async function join(root, button, api, format) {
  const footer = part(root, 'join-footer');
  if (!footer) return;
  const place = { row: footer, button, busy: 'joining', format };
  await working(place, async () => {
    await api.join(footer.dataset['terms'] || null);
    // The button goes: who was on it is told, and goes on from the title.
    root.querySelector('h2')?.focus();
    announce(root, format.text('joined'));
  });
}
