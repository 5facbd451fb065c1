// What Shopify measures of an embedded app in its merchants' browsers, by PerformanceObserver inside the app's frame: LCP, CLS and INP.
import type { Frame, Page } from '@playwright/test';

/** Milliseconds, but for `cls`. */
export type WebVitals = { lcp: number; cls: number; inp: number };

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
type Interaction = PerformanceEntry & { interactionId: number };
type Watched = {
  lcp: number;
  shifts: { at: number; value: number }[];
  interactions: number[];
};
declare global {
  interface Window {
    watchedVitals: Watched;
  }
}

/** The shortest duration that browsers tell of; shorter interactions count as this long. */
const SHORTEST_MS = 16;
/** As web.dev defines CLS: shifts less than a second apart and within five seconds are one window, and the worst window counts. */
const WINDOW = { gapMs: 1000, longestMs: 5000 };

/** Every document that the page opens from now on, in frames too, keeps what happens to it. */
export async function watchVitals(page: Page): Promise<void> {
  await page.addInitScript((shortest: number) => {
    const watched: Watched = { lcp: 0, shifts: [], interactions: [] };
    window.watchedVitals = watched;
    const observe = (type: string, take: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
        ...{ type, buffered: true, durationThreshold: shortest },
      });
    observe('largest-contentful-paint', ({ startTime }) => {
      watched.lcp = startTime;
    });
    observe('layout-shift', (entry) => {
      const { value, hadRecentInput, startTime } = entry as Shift;
      if (!hadRecentInput) watched.shifts.push({ at: startTime, value });
    });
    observe('event', (entry) => {
      const { interactionId, duration } = entry as Interaction;
      if (interactionId > 0) watched.interactions.push(duration);
    });
  }, SHORTEST_MS);
}

/** What was kept of the frame's document so far. */
export async function readVitals(frame: Frame): Promise<WebVitals> {
  const { lcp, shifts, interactions } = await frame.evaluate(() => window.watchedVitals);
  if (lcp === 0) throw new Error(`${frame.url()}: nothing was painted`);
  // Of fewer than fifty interactions INP is the longest.
  const inp = Math.max(SHORTEST_MS, ...interactions);
  return { lcp, cls: worstWindow(shifts), inp };
}

function worstWindow(shifts: Watched['shifts']): number {
  let [worst, sum, began, last] = [0, 0, -Infinity, -Infinity];
  for (const { at, value } of shifts) {
    const isNew = at - last >= WINDOW.gapMs || at - began >= WINDOW.longestMs;
    if (isNew) [sum, began] = [0, at];
    sum += value;
    last = at;
    worst = Math.max(worst, sum);
  }
  return worst;
}
