import type { Questions } from '../app-bridge/protocol.ts';
import { make } from './elements.ts';

/** A searchable list in a dialog; gives the ids chosen, or null when it is closed. */
export function pickerDialog({
  heading,
  multiple,
  items,
}: Questions['pick']['ask']): Promise<string[] | null> {
  const title = make('h2', { id: 'picker-title' }, heading);
  const search = make('input', {
    type: 'search',
    className: 'field',
    ariaLabel: 'Search',
    placeholder: 'Search',
  });
  const list = make('ul', { className: 'picker-list' });
  for (const item of items) {
    const box = make('input', { type: multiple ? 'checkbox' : 'radio', name: 'item', value: item.id });
    box.checked = item.selected;
    box.disabled = item.disabled;
    const text = make('span', {}, item.heading, make('small', {}, item.detail));
    list.append(make('li', {}, make('label', {}, box, text)));
  }
  search.addEventListener('input', () => {
    const wanted = search.value.trim().toLowerCase();
    for (const row of list.children) {
      row.toggleAttribute('hidden', !row.textContent?.toLowerCase().includes(wanted));
    }
  });
  const cancel = make('button', { type: 'submit', className: 'button', value: 'cancel' }, 'Cancel');
  const choose = make(
    'button',
    { type: 'submit', className: 'button button-primary', value: 'choose' },
    'Select',
  );
  const form = make('form', { method: 'dialog', className: 'picker' }, title, search, list);
  form.append(make('div', { className: 'dialog-actions' }, cancel, choose));
  const dialog = make('dialog', { className: 'dialog' }, form);
  dialog.setAttribute('aria-labelledby', title.id);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      const chosen = new FormData(form).getAll('item').map(String);
      resolve(dialog.returnValue === 'choose' ? chosen : null);
    });
  });
}
