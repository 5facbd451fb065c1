import { document } from './document.ts';
import { html, type Html } from './html.ts';

/** A page that says one thing and leads back to the three doors. */
export function messagePage(title: string, text: string): Html {
  return document({
    title,
    styles: 'doors',
    bodyClass: 'doors',
    body: html`<main class="message">
      <h1>${title}</h1>
      <p>${text}</p>
      <a class="button button-primary" href="/">Three doors</a>
    </main>`,
  });
}
