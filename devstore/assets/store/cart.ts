/** A changed quantity in the cart is sent at once. */
export function updateCart(): void {
  document.querySelector('form[data-cart]')?.addEventListener('change', (event) => {
    if (event.target instanceof HTMLInputElement) event.target.form?.requestSubmit();
  });
}
