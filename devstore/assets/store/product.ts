/** The product's picture and price follow the variant that is chosen. */
export function followVariant(): void {
  const picture = document.querySelector<HTMLElement>('[data-picture]');
  const price = document.querySelector('[data-price]');
  document.querySelector('.product-form')?.addEventListener('change', (event) => {
    const option = event.target;
    if (!(option instanceof HTMLInputElement) || option.name !== 'id') return;
    const { swatch } = option.dataset;
    if (swatch) picture?.style.setProperty('--art-main', swatch);
    const shown = option.closest('label')?.querySelector('[data-option-price]')?.textContent;
    // A product on sale keeps both of its prices, which no option repeats.
    if (shown && price && !price.querySelector('del')) price.textContent = shown;
  });
}
