import { countryName, localized } from '../format.ts';
import { html, type Html } from '../html.ts';
import { statesOf, storeCreditOf, TIP_PERCENTS, type Fields } from './checkout-form.ts';
import { checkoutSummary } from './checkout-summary.ts';
import type { TextKey } from './texts.ts';
import { price, storePath, type StoreView } from './view.ts';

/** The checkout on one page: contact, address, shipping, code, tip, payment; the summary beside it follows every change. */
export function checkoutView(view: StoreView, fields: Fields, problem: string | null): Html {
  const { t } = view;
  return html`<h1>${t('checkoutTitle')}</h1>
    ${problem ? html`<p class="notice notice-refused" role="alert">${problem}</p>` : null}
    <form
      method="post"
      action="${storePath(view, '/checkout')}"
      class="checkout"
      data-checkout
      data-summary="${storePath(view, '/checkout/summary')}"
    >
      <div class="checkout-main">
        ${contact(view, fields)} ${delivery(view, fields)} ${shippingMethods(view, fields)}
        ${extras(view, fields)} ${payment(view, fields)}
      </div>
      <aside class="card checkout-summary" aria-labelledby="summary-heading">
        <h2 id="summary-heading">${t('orderSummary')}</h2>
        <div data-checkout-summary>${checkoutSummary(view, fields)}</div>
        <button class="button button-primary button-wide" name="action" value="pay">${t('payNow')}</button>
        <p class="muted small">${t('paymentHelp')}</p>
      </aside>
    </form>`;
}

function contact(view: StoreView, fields: Fields): Html {
  const { t, customer } = view;
  return html`<fieldset class="card">
    <legend>${t('contact')}</legend>
    ${
      customer
        ? html`<p>${t('signedInAs', { name: `${customer.firstName} ${customer.lastName}` })}</p>
            <p class="muted break"><bdi>${customer.email}</bdi></p>`
        : html`<p class="muted small">
              ${t('guestNote')} ${t('haveAccount')}
              <a href="${storePath(view, '/account')}">${t('signIn')}</a>
            </p>
            ${textField(view, fields, 'email', 'email', 'email')}`
    }
  </fieldset>`;
}

function textField(
  view: StoreView,
  fields: Fields,
  name: TextKey,
  type = 'text',
  autocomplete = 'off',
): Html {
  return html`<div class="form-field">
    <label class="label" for="${name}">${view.t(name)}</label>
    <input
      class="field"
      id="${name}"
      name="${name}"
      type="${type}"
      value="${fields[name]}"
      dir="auto"
      autocomplete="${autocomplete}"
      maxlength="120"
    />
  </div>`;
}

function delivery(view: StoreView, fields: Fields): Html {
  const { t, market, language } = view;
  const states = fields['country'] === 'US' ? statesOf('US') : [];
  return html`<fieldset class="card address-fields">
    <legend>${t('delivery')}</legend>
    <div class="form-field form-field-wide">
      <label class="label" for="country">${t('country')}</label>
      <select class="field" id="country" name="country">
        ${market.countries.map(
          (code) =>
            html`<option value="${code}" ${code === fields['country'] ? html`selected` : null}>
              ${countryName(code, language)}
            </option>`,
        )}
      </select>
    </div>
    ${textField(view, fields, 'firstName')} ${textField(view, fields, 'lastName')}
    <div class="form-field-wide">${textField(view, fields, 'address1')}</div>
    ${textField(view, fields, 'zip')} ${textField(view, fields, 'city')}
    ${
      states.length > 0
        ? html`<div class="form-field form-field-wide">
            <label class="label" for="provinceCode">${t('state')}</label>
            <select class="field" id="provinceCode" name="provinceCode">
              ${states.map(
                ({ code, name }) =>
                  html`<option value="${code}" ${code === fields['provinceCode'] ? html`selected` : null}>
                    ${name}
                  </option>`,
              )}
            </select>
          </div>`
        : html`<input type="hidden" name="provinceCode" value="${fields['provinceCode']}" />`
    }
  </fieldset>`;
}

function shippingMethods(view: StoreView, fields: Fields): Html {
  const { t, market, language } = view;
  return html`<fieldset class="card">
    <legend>${t('shippingMethod')}</legend>
    <div class="choice-list">
      ${market.shippingRates.map(
        (rate) =>
          html`<label class="choice">
            <input
              type="radio"
              name="shippingRate"
              value="${rate.handle}"
              ${rate.handle === fields['shippingRate'] ? html`checked` : null}
            />
            <span class="grow"
              >${localized(rate.title, language)}
              <span class="muted small">${t('days', { days: rate.days })}</span></span
            >
            <span class="number">${price(view, rate.prices[market.currency])}</span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}

function extras(view: StoreView, fields: Fields): Html {
  const { t, store } = view;
  const codes = store
    .discountCodes()
    .map((discount) => discount.code)
    .join(', ');
  const tips = ['0', ...TIP_PERCENTS.map((percent) => `${percent}%`)];
  return html`<fieldset class="card">
      <legend>${t('discountCode')}</legend>
      <div class="field-row">
        <div class="grow">
          <label class="visually-hidden" for="code">${t('discountCode')}</label>
          <input
            class="field"
            id="code"
            name="code"
            dir="ltr"
            autocomplete="off"
            autocapitalize="characters"
            value="${fields['code']}"
            maxlength="200"
            aria-describedby="code-help"
          />
        </div>
        <button class="button" name="action" value="update" formnovalidate>${t('apply')}</button>
      </div>
      <p class="muted small" id="code-help">${t('discountHelp', { codes })}</p>
    </fieldset>
    <fieldset class="card">
      <legend>${t('tip')}</legend>
      <div class="choice-row">
        ${tips.map(
          (tip) =>
            html`<label class="pill">
              <input type="radio" name="tip" value="${tip}" ${tip === fields['tip'] ? html`checked` : null} />
              <span>${tip === '0' ? t('noTip') : html`<bdi>${tip}</bdi>`}</span>
            </label>`,
        )}
      </div>
    </fieldset>`;
}

function payment(view: StoreView, fields: Fields): Html {
  const { t } = view;
  const choice = (value: string, key: TextKey) =>
    html`<label class="choice">
      <input
        type="radio"
        name="payment"
        value="${value}"
        ${value === fields['payment'] ? html`checked` : null}
      />
      <span>${t(key)}</span>
    </label>`;
  const credit = storeCreditOf(view);
  return html`<fieldset class="card">
    <legend>${t('payment')}</legend>
    ${
      credit > 0n
        ? html`<label class="choice">
            <input
              type="checkbox"
              name="storeCredit"
              value="use"
              ${fields['storeCredit'] === 'use' ? html`checked` : null}
            />
            <span>${t('useStoreCredit', { amount: price(view, credit) })}</span>
          </label>`
        : null
    }
    <div class="choice-list">${choice('paid', 'payNow')} ${choice('pending', 'payLater')}</div>
  </fieldset>`;
}
