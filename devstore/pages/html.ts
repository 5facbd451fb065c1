import { escapeHtml } from '../../liquid/escape-html.ts';

/** Markup that is safe to put into a page as it is: made only by `html` and `trusted`. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

/** What may stand in a hole of the template: absent values and `false` give nothing, a list gives its parts joined. */
export type Hole = Html | string | number | bigint | boolean | null | undefined | readonly Hole[];

function render(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false || hole === true) return '';
  if (hole instanceof Html) return hole.markup;
  if (typeof hole === 'object') return hole.map(render).join('');
  return escapeHtml(String(hole));
}

/**
 * A page fragment; every value put into it is escaped unless it is itself `Html`.
 * A value in an attribute must stand in quotes: an unquoted hole throws, since escaping cannot protect it.
 */
export function html(strings: TemplateStringsArray, ...holes: Hole[]): Html {
  let markup = strings[0] ?? '';
  holes.forEach((hole, index) => {
    if (endsInBareAttribute(markup))
      throw new Error(`An attribute's value needs quotes: …${markup.slice(-40)}`);
    markup += render(hole) + (strings[index + 1] ?? '');
  });
  return new Html(markup);
}

function endsInBareAttribute(markup: string): boolean {
  return /\s[\w:-]+\s*=\s*$/.test(markup) && markup.lastIndexOf('<') > markup.lastIndexOf('>');
}

/** Markup that our own code wrote as a string (SVG art, bundled assets); never for anything a person typed. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** JSON for a `<script type="application/json">`: cannot close the element nor open a comment. */
export function jsonForScript(value: unknown): Html {
  return new Html(
    JSON.stringify(value)
      .replace(/</g, '\\u003c')
      .replace(/\u2028|\u2029/g, ' '),
  );
}

/** An address for `href` and `src`: anything but http, https, mailto and paths becomes `#`, so that no `javascript:` runs. */
export function safeHref(address: string): string {
  return /^(?:https?:|mailto:|[/?#.])/i.test(address.trim()) ? address : '#';
}
