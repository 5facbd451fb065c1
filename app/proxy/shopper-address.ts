import { isIPv4, isIPv6 } from 'node:net';

const HEXTETS = 8;
const HEXTETS_OF_A_NETWORK = 4;

/**
 * Whom a limit counts: the shopper's address as Shopify's edge wrote it into X-Forwarded-For. Proxies append, so it is found from the end, before what `proxies` of our
 * own wrote behind it; what stands further in front may be the browser's invention. Of IPv6 the network (/64), since one subscriber has all of its addresses.
 * Empty where the header does not tell.
 */
export function shopperAddress(header: string | null, proxies: number): string {
  const told =
    (header ?? '')
      .split(',')
      .at(-1 - proxies)
      ?.trim() ?? '';
  if (isIPv4(told)) return told;
  if (!isIPv6(told)) return '';
  const last = told.slice(told.lastIndexOf(':') + 1);
  return isIPv4(last) ? last : networkOf(told);
}

function networkOf(address: string): string {
  const [left = [], right = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(Math.max(0, HEXTETS - left.length - right.length)).fill('0');
  const network = [...left, ...zeros, ...right].slice(0, HEXTETS_OF_A_NETWORK);
  return network.map((hextet) => Number.parseInt(hextet, 16).toString(16)).join(':');
}
