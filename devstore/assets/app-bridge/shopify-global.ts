import type { Config } from './config.ts';
import type { FrameLink } from './frame-link.ts';
import { pick, pickResource } from './pickers.ts';
import { saveBarById, type SaveBars } from './save-bar.ts';
import { toasts } from './toast.ts';

type Surroundings = {
  config: Config;
  frame: FrameLink;
  bars: SaveBars;
  idToken: () => Promise<string>;
};

const onlyOnPhones = () =>
  Promise.reject(new Error('This is only there in the mobile app and the point of sale'));

/** The object that apps know as `window.shopify`; its members are those of app-bridge-types 0.7. */
export function shopifyGlobal({
  config,
  frame,
  bars,
  idToken,
}: Surroundings): Readonly<Record<string, unknown>> {
  const { apiKey, shop, host, locale } = config;
  const byId = { show: saveBarById('show'), hide: saveBarById('hide'), toggle: saveBarById('toggle') };
  return Object.freeze({
    config: { apiKey, shop, host, locale, appOrigins: [], disabledFeatures: [], experimentalFeatures: [] },
    origin: config.frameOrigin,
    ready: Promise.resolve(),
    environment: { mobile: false, embedded: true, pos: false, intent: false },
    loading: (isLoading = true) => frame.tell({ type: 'loading', isLoading }),
    idToken: () => idToken(),
    user: () => Promise.resolve({ accountAccess: 'full' }),
    toast: toasts(frame),
    saveBar: { ...byId, leaveConfirmation: () => bars.leaveConfirmation() },
    modal: byId,
    resourcePicker: pickResource(frame),
    picker: pick(frame),
    scopes: scopes(frame),
    app: { extensions: () => Promise.resolve([]) },
    webVitals: { onReport: () => Promise.resolve() },
    support: { registerHandler: () => Promise.resolve() },
    reviews: {
      request: () =>
        Promise.resolve({
          success: false,
          code: 'merchant-ineligible',
          message: 'A dev store cannot review an app',
        }),
    },
    intents: {
      register: () => () => undefined,
      request: { value: null, subscribe: () => () => undefined },
    },
    scanner: { capture: onlyOnPhones },
    pos: { cart: {}, close: onlyOnPhones, device: onlyOnPhones, location: onlyOnPhones },
    shopifyQL: { available: () => Promise.resolve(false) },
    tools: { register: () => () => undefined, unregister: () => undefined, clear: () => undefined },
  });
}

function scopes(frame: FrameLink) {
  const query = async () => {
    const granted = await frame.ask('scopes', null);
    return { granted, required: granted, optional: [] };
  };
  return {
    query,
    request: async () => ({ result: 'granted-all', detail: await query() }),
    revoke: async () => ({ detail: await query() }),
  };
}
