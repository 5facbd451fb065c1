/** The order summary follows what is chosen in the checkout; the code's button does not reload the page. */
export function followCheckout(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-checkout]');
  const summary = form?.querySelector('[data-checkout-summary]');
  if (!form || !summary) return;
  let latest = 0;
  const refresh = async () => {
    latest += 1;
    const asked = latest;
    summary.setAttribute('aria-busy', 'true');
    const response = await fetch(form.dataset['summary'] ?? '', { method: 'POST', body: new FormData(form) });
    const markup = await response.text();
    if (asked !== latest) return;
    // The same server wrote the page itself: its markup is escaped there.
    if (response.ok) summary.innerHTML = markup;
    summary.removeAttribute('aria-busy');
  };
  form.addEventListener('change', () => void refresh());
  form.addEventListener('submit', (event) => {
    if (!(event.submitter instanceof HTMLButtonElement) || event.submitter.value !== 'update') return;
    event.preventDefault();
    void refresh();
  });
}
