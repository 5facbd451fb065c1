/** Selects with `data-submit-on-change` send their form as soon as another value is chosen. */
export function submitOnChange(): void {
  document.addEventListener('change', (event) => {
    const field = event.target;
    if (field instanceof HTMLSelectElement && field.dataset['submitOnChange'] !== undefined)
      field.form?.requestSubmit();
  });
}
