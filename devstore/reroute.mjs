// Loaded with `node --import` before the app: what it sends to the platform goes to the dev store from the first request on, and the app needs to know
// nothing of it. Node's `fetch` and undici's `request` send by the same dispatcher.
import { Agent, setGlobalDispatcher } from 'undici';

const devstore = new URL(process.env.DEVSTORE_URL ?? 'http://localhost:3100').origin;

/** @param {string} hostname */
const isPlatform = (hostname) => hostname.endsWith('.myshopify.com') || hostname === 'admin.shopify.com';

setGlobalDispatcher(
  new Agent().compose((dispatch) => (options, handler) => {
    const { hostname } = new URL(options.origin ?? devstore);
    if (!isPlatform(hostname)) return dispatch(options, handler);
    const given = options.headers ?? {};
    const headers = Array.isArray(given)
      ? [...given, 'X-Forwarded-Host', hostname]
      : { ...given, 'X-Forwarded-Host': hostname };
    return dispatch({ ...options, origin: devstore, headers }, handler);
  }),
);
