import type { DevStore } from '../../state/dev-store.ts';
import { html, type Html } from '../html.ts';

/** What of Shopify's theme editor apps lead to: the app embeds, each with its switch. `wanted` is what the app's deep link names. */
export function themePage(store: DevStore, address: string, embeds: readonly string[], wanted: string): Html {
  const { appBlocksOff } = store.themeChoices();
  const isOff = (name: string) => appBlocksOff.includes(name);
  return html`<div class="page-head"><h1>App embeds</h1></div>
    <p class="muted">Of the theme editor, this dev store has the switches of app embeds.</p>
    ${embeds.map(
      (name) =>
        html`<section class="card" aria-label="${name}">
          <form method="post" action="${address}">
            <input type="hidden" name="embed" value="${name}" />
            <input type="hidden" name="on" value="${isOff(name) ? '1' : ''}" />
            <p>
              <strong>${name}</strong> is
              ${isOff(name) ? 'off' : 'on'}${name === wanted ? ' (named by the link)' : ''}.
            </p>
            <button class="button" type="submit">${isOff(name) ? 'Switch on' : 'Switch off'}</button>
          </form>
        </section>`,
    )}`;
}
