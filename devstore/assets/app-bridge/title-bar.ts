import { clickButton, describeButtons } from './bar-buttons.ts';
import type { FrameLink } from './frame-link.ts';
import { ObservedElement } from './observed-element.ts';

/** Defines `ui-title-bar`: its title and buttons are shown in the frame's bar; inside a `ui-modal` the modal shows them. */
export function defineTitleBar(frame: FrameLink): void {
  let current: Element | null = null;

  class TitleBar extends ObservedElement {
    changed(): void {
      if (this.closest('ui-modal') || (!this.isConnected && current !== this)) return;
      current = this.isConnected ? this : null;
      frame.tell({
        type: 'titleBar',
        title: current?.getAttribute('title') ?? null,
        buttons: current ? describeButtons(current) : [],
      });
    }
  }

  customElements.define('ui-title-bar', TitleBar);
  frame.on('titleBarClick', ({ id }) => {
    if (current) clickButton(current, id);
  });
}
