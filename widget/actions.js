// What a button of the panel does while it works, and the copying of a code.
import { Problem } from './api.js';
import { part, write } from './render.js';

/** @typedef {import('./format.js').Format} Format */

const COPIED_FOR_MS = 2_000;

/**
 * A button at work keeps its width and its focus, and says what is happening; what fails is told beside it.
 * Gives what was answered, or the problem that is shown already.
 * @template Answer
 * @param {{ row: HTMLElement, button: HTMLElement, busy: string, format: Format }} place
 * @param {() => Promise<Answer>} act
 * @returns {Promise<Answer | Problem>}
 */
export async function working({ row, button, busy, format }, act) {
  const text = button.querySelector('span');
  const before = text?.textContent ?? '';
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.setAttribute('aria-disabled', 'true');
  if (text) text.textContent = format.text(busy);
  write(row, 'problem', null);
  try {
    return await act();
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem('broken');
    write(
      row,
      'problem',
      problem.text || format.text(problem.kind === 'unreached' ? 'unreached' : 'problem'),
    );
    return problem;
  } finally {
    button.removeAttribute('aria-disabled');
    if (text) text.textContent = before;
  }
}

/** Gives what is to be announced. @param {HTMLElement} row @param {HTMLElement} button @param {Format} format */
export async function copyCode(row, button, format) {
  const code = part(row, 'code');
  if (!code) return '';
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
  } catch {
    // Not allowed in this browser or frame: the shopper copies what is selected.
    getSelection()?.selectAllChildren(code);
    write(row, 'problem', format.text('notCopied'));
    return '';
  }
  button.style.minInlineSize = `${button.offsetWidth}px`;
  write(button, 'copy-label', format.text('copied'));
  setTimeout(() => write(button, 'copy-label', format.text('copy')), COPIED_FOR_MS);
  return format.text('copied');
}
