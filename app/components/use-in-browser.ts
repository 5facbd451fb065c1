import { useEffect, useState } from 'react';

/**
 * Whether the page runs in a browser already. Long lists of names and their order are Intl's, and the server's Intl is another release than the
 * browser's: what both write has to be the same, so such a list is written by one of them.
 */
export function useInBrowser(): boolean {
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  return inBrowser;
}
