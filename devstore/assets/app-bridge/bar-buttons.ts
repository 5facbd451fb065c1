import type { BarButton } from './protocol.ts';

/**
 * The buttons and links of a bar as data; their id is their place among the bar's buttons, by which a click finds its way back.
 * Shopify's attributes: `variant`, `tone`, `disabled`, `loading`.
 */
export function describeButtons(bar: Element): BarButton[] {
  return buttonElements(bar).map((element, index) => ({
    id: String(index),
    label: element.textContent?.trim() ?? '',
    variant: variantOf(element),
    critical: element.getAttribute('tone') === 'critical',
    disabled: element.hasAttribute('disabled'),
    loading: isOn(element.getAttribute('loading')),
  }));
}

/** Clicks the button that the frame's copy with this id stands for. */
export function clickButton(bar: Element, id: string): void {
  buttonElements(bar)[Number(id)]?.click();
}

export function buttonElements(bar: Element): HTMLElement[] {
  return [...bar.querySelectorAll<HTMLElement>('button, a[href]')];
}

function variantOf(element: Element): BarButton['variant'] {
  const variant = element.getAttribute('variant');
  return variant === 'primary' || variant === 'breadcrumb' ? variant : 'secondary';
}

// React writes loading={false} as nothing, loading="" and loading="true" mean on.
function isOn(attribute: string | null): boolean {
  return attribute !== null && attribute !== 'false';
}
