import type { BarButton } from '../app-bridge/protocol.ts';

/** The element with this id; the frame's page has it, or the page and the script do not belong together. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The frame's page has no element #${id}`);
  return element;
}

/** An element with properties and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** A button of the frame that stands for one of the app's. While it loads it keeps its words and cannot be pressed. */
export function barButton(described: BarButton, onClick: () => void): HTMLButtonElement {
  const button = make('button', { type: 'button', className: 'button' }, described.label);
  if (described.variant === 'primary') button.classList.add('button-primary');
  if (described.critical) button.classList.add('button-critical');
  button.disabled = described.disabled || described.loading;
  if (described.loading) button.setAttribute('aria-busy', 'true');
  button.addEventListener('click', onClick);
  return button;
}
