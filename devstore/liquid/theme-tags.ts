import { RenderTag, Tag } from 'liquidjs';
import type { Context, Emitter, Liquid, TagToken, Template, TopLevelToken } from 'liquidjs';
import type { Parser } from 'liquidjs/dist/parser';
import { escapeHtml } from '../../liquid/escape-html.ts';

/** What the theme's tags ask of the page that is rendered. No Liquid can name a variable with a blank. */
export const pageParts = 'parts of the page';
export type PageParts = { section(name: string): string; sections(group: string): string };

/** The HTML of an app block, which `{% render block %}` writes. */
export const appBlockHtml = 'app block html';

/** The tags that only themes have. */
export function registerThemeTags(liquid: Liquid): void {
  liquid.registerTag(
    'section',
    nameTag((parts, name) => parts.section(name)),
  );
  liquid.registerTag(
    'sections',
    nameTag((parts, name) => parts.sections(name)),
  );
  liquid.registerTag('form', FormTag);
  liquid.registerTag('render', BlockRenderTag);
}

function nameTag(write: (parts: PageParts, name: string) => string) {
  return class extends Tag {
    #name: string;
    constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
      super(token, remaining, liquid);
      this.#name = /^['"]([\w-]+)['"]$/.exec(token.args.trim())?.[1] ?? '';
      if (this.#name === '') throw new Error(`${token.name} needs a name in quotes`);
    }
    render(context: Context, emitter: Emitter): void {
      const globals = context.globals as Record<string, unknown>;
      emitter.write(write(globals[pageParts] as PageParts, this.#name));
    }
  };
}

/** `{% render block %}` writes an app block; anything else is a snippet. */
class BlockRenderTag extends RenderTag {
  #isBlock: boolean;
  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remaining, liquid, parser);
    this.#isBlock = token.args.trim() === 'block';
  }
  override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    if (!this.#isBlock) {
      yield super.render(context, emitter);
      return;
    }
    const block = context.getSync(['block']) as Record<string, unknown> | undefined;
    emitter.write(String(block?.[appBlockHtml] ?? ''));
  }
}

/** `{% form 'product', product, class: '…' %}`: the form that puts a variant into the cart; others are not imitated. */
class FormTag extends Tag {
  #templates: Template[] = [];
  #attributes: string;
  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remaining, liquid);
    if (!/^['"]product['"]\s*,/.test(token.args.trim()))
      throw new Error(`form ${token.args} is not imitated`);
    this.#attributes = [...token.args.matchAll(/([\w-]+):\s*(?:'([^']*)'|"([^"]*)")/g)]
      .map(([, name = '', single, double]) => ` ${name}="${escapeHtml(single ?? double ?? '')}"`)
      .join('');
    const stream = parser
      .parseStream(remaining)
      .on('tag:endform', () => stream.stop())
      .on('template', (template: Template) => this.#templates.push(template))
      .on('end', () => {
        throw new Error('A form tag is not closed.');
      });
    stream.start();
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const action = String(context.getSync(['routes', 'cart_add_url']));
    emitter.write(`<form method="post" action="${action}" accept-charset="UTF-8"${this.#attributes}>`);
    emitter.write(
      '<input type="hidden" name="form_type" value="product"><input type="hidden" name="utf8" value="✓">',
    );
    yield this.liquid.renderer.renderTemplates(this.#templates, context, emitter);
    emitter.write('</form>');
  }
}
