// What the commands print: steps with their durations, a progress bar, a box. Without a terminal, plain lines.
import { stripVTControlCharacters, styleText } from 'node:util';

const out = process.stdout;
const BAR_WIDTH = 28;
const CLEAR_LINE = '\r\u001b[K';
/** Without a terminal, progress is a line at every quarter. */
const PLAIN_STEPS = 4;

export function style(format: Parameters<typeof styleText>[0], text: string): string {
  return out.isTTY && !process.env.NO_COLOR ? styleText(format, text) : text;
}

/** Shows that `work` runs, and how long it took. What it throws goes on, after a line that names the step. */
export async function step<T>(label: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const ticker = out.isTTY
    ? setInterval(
        () => out.write(`${CLEAR_LINE}  ${style('dim', '…')} ${label} ${style('dim', seconds())}`),
        100,
      )
    : undefined;
  const finish = (mark: string) => {
    clearInterval(ticker);
    out.write(`${out.isTTY ? CLEAR_LINE : ''}  ${mark} ${label} ${style('dim', seconds())}\n`);
  };
  try {
    const result = await work();
    finish(style('green', '✓'));
    return result;
  } catch (error) {
    finish(style('red', '✗'));
    throw error;
  }
}

export interface Progress {
  done: number;
  total: number;
  label: string;
}

/** A bar that is drawn again at every call. */
export function progressBar(): (progress: Progress) => void {
  let lastStep = -1;
  return ({ done, total, label }) => {
    const share = total === 0 ? 1 : Math.min(done / total, 1);
    const figures = `${done} of ${total}`;
    if (!out.isTTY) {
      const plainStep = Math.floor(share * PLAIN_STEPS);
      if (plainStep !== lastStep) out.write(`    ${figures}: ${label}\n`);
      lastStep = plainStep;
      return;
    }
    const bar = '█'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '░');
    out.write(
      `${CLEAR_LINE}    ${style('cyan', bar)} ${figures} ${style('dim', label)}${done >= total ? CLEAR_LINE : ''}`,
    );
  };
}

/** Lines in a frame; the width follows the longest. */
export function box(lines: string[]): string {
  const width = (line: string) => stripVTControlCharacters(line).length;
  const widest = Math.max(...lines.map(width));
  const framed = lines.map((line) => `│ ${line}${' '.repeat(widest - width(line))} │`);
  return [`╭${'─'.repeat(widest + 2)}╮`, ...framed, `╰${'─'.repeat(widest + 2)}╯`].join('\n');
}
