import { rateLimit } from '../api/rate-limit.ts';
import type { ShopId } from '../domain/ids.ts';

const WINDOW_SECONDS = 10;
/** Of a customer: an open widget asks some thirty times a minute. Reading much takes nobody's turn to redeem. */
const OF_CUSTOMER = { GET: 100, POST: 20 };
/** Of an address: of many customers behind one, such as an office's or a mobile network's, or of one who has many accounts. */
const OF_ADDRESS = { GET: 600, POST: 60 };

/** `address`: as `shopperAddress` gives it; empty where it is not known. */
export type Asking = { method: 'GET' | 'POST'; shop: ShopId; customerId: string | null; address: string };

/** Counts of one process. The returned function counts a request, and tells whether it is one too many. */
export function storefrontLimits(): (asking: Asking) => Promise<boolean> {
  const limits = (most: Record<Asking['method'], number>) => ({
    GET: rateLimit(most.GET, WINDOW_SECONDS),
    POST: rateLimit(most.POST, WINDOW_SECONDS),
  });
  const [ofCustomer, ofAddress] = [limits(OF_CUSTOMER), limits(OF_ADDRESS)];
  return async ({ method, shop, customerId, address }) => {
    if ((await ofCustomer[method](`${shop} ${customerId ?? address}`)) > 0) return true;
    if (address === '') return false;
    // Panels that are open in many shops behind one address are nobody's attack: reads hold nothing.
    return (await ofAddress[method](method === 'GET' ? `${shop} ${address}` : address)) > 0;
  };
}
