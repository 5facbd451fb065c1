// Whether the widget fits where it is: what a shopper could not read, reach or touch.
import type { Page } from '@playwright/test';

/** In CSS pixels: the house style's, more than WCAG's 24. */
const TOUCH = 44;

/** What is cut off, squeezed, leaves the screen, or is too small to touch, by its class and text. Busy buttons say the longest that they can. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const textsOf = (block: string) =>
      JSON.parse(document.querySelector(block)?.getAttribute('data-config') ?? '{}').texts;
    const [texts, cart] = [textsOf('meridian-loyalty'), textsOf('meridian-cart')];
    const labels: Record<string, string | undefined> = {
      label: texts.redeeming,
      'copy-label': texts.copied,
      'cancel-label': texts.givingBack,
      'join-label': texts.joining,
      'more-label': texts.loading,
      'birthday-label': texts.saving,
      'use-label': cart?.using,
      'undo-label': cart?.undoing,
    };
    const shown = () =>
      [...document.querySelectorAll('.mrd *')].filter(
        (each) => each.checkVisibility() && !each.closest('.mrd-hidden, svg'),
      );
    const check = () =>
      shown().flatMap((each) => {
        const { left, right, width, height } = each.getBoundingClientRect();
        const faults = [];
        if (left < -0.5 || right > innerWidth + 0.5) faults.push('leaves the screen');
        if (each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1) faults.push('is cut off');
        const lines = height / parseFloat(getComputedStyle(each).lineHeight);
        if (each.children.length === 0 && width < 64 && lines > 2.5) faults.push('is squeezed');
        if (each.matches('a, button, select') && (width < least || height < least))
          faults.push('is too small');
        return faults.map(
          (fault) => `${each.className || each.tagName} ${fault}: ${each.textContent?.trim()}`,
        );
      });
    const faults = check();
    for (const [part, text] of Object.entries(labels))
      for (const each of document.querySelectorAll(`[data-part="${part}"]`))
        each.textContent = text ?? each.textContent;
    faults.push(...check());
    if (document.documentElement.scrollWidth > innerWidth) faults.push('the page scrolls sideways');
    return [...new Set(faults)];
  }, TOUCH);
}
