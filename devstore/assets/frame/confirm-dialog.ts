import { make } from './elements.ts';

type Question = { title: string; text: string; yes: string; no: string };

/** Asks in a dialog of the frame; Escape and the second button mean no. */
export function confirmDialog({ title, text, yes, no }: Question): Promise<boolean> {
  const heading = make('h2', { id: 'confirm-title' }, title);
  const refuse = make('button', { type: 'submit', className: 'button', value: 'no' }, no);
  const agree = make('button', { type: 'submit', className: 'button button-critical', value: 'yes' }, yes);
  const form = make('form', { method: 'dialog', className: 'dialog-actions' }, refuse, agree);
  const dialog = make('dialog', { className: 'dialog' }, heading, make('p', {}, text), form);
  dialog.setAttribute('aria-labelledby', heading.id);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
