/** On narrow screens the side navigation opens from the menu button and closes with Escape. */
export function sideMenu(): void {
  const button = document.querySelector('[data-menu-button]');
  if (!(button instanceof HTMLButtonElement)) return;
  const set = (isOpen: boolean) => {
    document.body.classList.toggle('is-menu-open', isOpen);
    button.setAttribute('aria-expanded', String(isOpen));
  };
  button.addEventListener('click', () => set(!document.body.classList.contains('is-menu-open')));
  // The app's own items change the page inside the iframe only, so the menu has to close by itself.
  document.getElementById('side-nav')?.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a')) set(false);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !document.body.classList.contains('is-menu-open')) return;
    set(false);
    button.focus();
  });
}
