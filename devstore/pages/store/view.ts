import type { Market } from '../../state/catalogue-types.ts';
import type { DevStore } from '../../state/dev-store.ts';
import type { Customer } from '../../state/order-types.ts';
import type { Notice } from '../notice.ts';
import { money } from '../format.ts';
import { html, type Html } from '../html.ts';
import type { CartLine } from './session.ts';
import type { StoreLanguage, Translate } from './texts.ts';

/** What every storefront page knows. */
export type StoreView = {
  store: DevStore;
  market: Market;
  language: StoreLanguage;
  t: Translate;
  customer: Customer | null;
  cart: CartLine[];
  /** The discount codes that the cart holds, good or not. */
  codes: string[];
  notice: Notice | null;
  /** The path of this page, for the language links. */
  path: string;
  adminRoot: string;
};

/** An amount in the market's currency, isolated from the text's direction. */
export function price(view: StoreView, amount: bigint): Html {
  return html`<bdi>${money(amount, view.market.currency, view.language)}</bdi>`;
}

/** A path of the storefront in the view's market. */
export function storePath(view: Pick<StoreView, 'market'>, path = ''): string {
  return `/store/${view.market.handle}${path}`;
}
