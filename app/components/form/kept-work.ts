import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useState } from 'react';

/** What was typed, and the state of the section that it was typed against (`partStamp`). */
type KeptWork = { seen: string; value: unknown };

/**
 * What was typed and not saved, kept for this tab: a session that ends or a page that is loaded anew loses nothing. `kept` is what an earlier visit
 * left behind; null where there is nothing. Until that is taken up or dropped, nothing is kept over it.
 */
export function useKeptWork(name: string, work: KeptWork, changed: boolean) {
  const shopify = useAppBridge();
  const [kept, setKept] = useState<KeptWork | null>(null);
  // One tab may show two shops in turn. App Bridge is in the browser only, so not before an effect.
  const keyOf = () => `meridian-unsaved:${shopify.config.shop ?? ''}:${name}`;
  useEffect(() => setKept(read(keyOf())), [name]);
  const { seen, value } = work;
  useEffect(() => {
    if (changed && kept === null) write(keyOf(), { seen, value });
  }, [name, seen, value, changed, kept]);
  return {
    kept,
    /** What was kept is in the form now. */
    takeUp: () => setKept(null),
    forget: () => {
      write(keyOf(), null);
      setKept(null);
    },
  };
}

/** A browser may refuse storage inside a frame: then nothing is kept, and nothing else changes. */
function read(key: string): KeptWork | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return isKeptWork(found) ? found : null;
  } catch {
    return null;
  }
}

const isKeptWork = (found: unknown): found is KeptWork =>
  typeof found === 'object' &&
  found !== null &&
  'seen' in found &&
  typeof found.seen === 'string' &&
  'value' in found;

function write(key: string, work: KeptWork | null): void {
  try {
    if (work === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(work));
  } catch {
    // As above.
  }
}
