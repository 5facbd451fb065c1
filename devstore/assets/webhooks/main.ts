import { submitOnChange } from '../submit-on-change.ts';

submitOnChange();
followDeliveries();

/** Fetches the list anew whenever a delivery changes; what has the focus keeps it. */
function followDeliveries(): void {
  const list = document.querySelector<HTMLElement>('[data-deliveries]');
  const live = document.querySelector('[data-live]');
  if (!list || !live) return;
  const refresh = async () => {
    const response = await fetch(list.dataset['deliveries'] ?? '');
    // A button that somebody is about to press is not taken away under the finger.
    if (!response.ok || list.contains(document.activeElement)) return;
    list.innerHTML = await response.text();
  };
  const events = new EventSource('/webhooks/events');
  events.addEventListener('open', () => {
    live.textContent = 'Live';
    live.classList.add('is-live');
  });
  events.addEventListener('change', () => void refresh());
  events.addEventListener('error', () => {
    live.textContent = 'Not connected, trying again';
    live.classList.remove('is-live');
  });
  // The browser keeps six connections to a server: pages left open must not hold them.
  window.addEventListener('pagehide', () => events.close());
}
