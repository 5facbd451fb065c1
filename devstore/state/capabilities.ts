import type { Capabilities } from './app-data-types.ts';
import type { Tables } from './tables.ts';

const usual: Capabilities = {
  functions: true,
  storeCredit: true,
  giftCards: true,
  partnerDevelopment: true,
  shopifyPlus: false,
  publicApp: false,
};

export function capabilities(tables: Tables): Capabilities {
  const kept = tables.get('single', 'capabilities');
  return typeof kept === 'object' && 'functions' in kept ? kept : usual;
}

/** Changes what is named and leaves the rest as it is. */
export function setCapabilities(tables: Tables, change: Partial<Capabilities>): Capabilities {
  const changed = { ...capabilities(tables), ...change };
  tables.put('single', 'capabilities', changed);
  return changed;
}
