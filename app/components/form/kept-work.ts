import { useEffect, useState } from 'react';

/**
 * What was typed and not saved, kept for this tab: a session that ends or a page that is loaded anew loses nothing. `kept` is what an earlier visit
 * left behind; null where there is nothing.
 */
export function useKeptWork(key: string, value: unknown, changed: boolean) {
  const [kept, setKept] = useState<unknown>(null);
  useEffect(() => setKept(read(key)), [key]);
  useEffect(() => {
    if (changed) write(key, value);
  }, [key, value, changed]);
  const forget = () => {
    write(key, null);
    setKept(null);
  };
  return { kept, forget };
}

const nameOf = (key: string) => `meridian-unsaved:${key}`;

/** A browser may refuse storage inside a frame: then nothing is kept, and nothing else changes. */
function read(key: string): unknown {
  try {
    const text = sessionStorage.getItem(nameOf(key));
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(nameOf(key));
    else sessionStorage.setItem(nameOf(key), JSON.stringify(value));
  } catch {
    // As above.
  }
}
