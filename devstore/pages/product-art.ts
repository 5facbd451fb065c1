import type { ProductArt } from '../state/catalogue-types.ts';
import type { DevStore } from '../state/dev-store.ts';
import type { OrderLine } from '../state/order-types.ts';
import type { Html } from './html.ts';
import { html, trusted } from './html.ts';

/** Draws an object on a 320 × 320 table; `main` and `dark` are the palette's second and third colour. */
type Shape = (main: string, dark: string) => string;

const shapes: Record<string, Shape> = {
  mug: (
    main,
    dark,
  ) => `<path d="M206 148h22a24 24 0 0 1 0 62h-24" fill="none" stroke="${main}" stroke-width="14"/>
    <path d="M106 124h104v88a32 32 0 0 1-32 32h-40a32 32 0 0 1-32-32z" fill="${main}"/>
    <ellipse cx="158" cy="124" rx="52" ry="11" fill="${dark}"/>
    <path d="M140 96c-10-12 10-20 0-34m34 34c-10-12 10-20 0-34" fill="none" stroke="${dark}" stroke-width="4" stroke-linecap="round" opacity=".35"/>`,
  bowl: (main, dark) => `<path d="M70 150h180a90 84 0 0 1-66 86h-48a90 84 0 0 1-66-86z" fill="${main}"/>
    <ellipse cx="160" cy="150" rx="90" ry="20" fill="${dark}"/><ellipse cx="160" cy="154" rx="74" ry="13" fill="${main}" opacity=".45"/>
    <path d="M128 236h64l-6 10h-52z" fill="${dark}"/>`,
  teapot: (main, dark) => `<path d="M88 176c-26-2-34-28-50-32l8-10c24 2 34 22 52 24z" fill="${main}"/>
    <path d="M222 150c46-12 56 56 4 62" fill="none" stroke="${main}" stroke-width="12"/>
    <path d="M86 182c0-40 32-62 74-62s74 22 74 62c0 38-22 62-74 62s-74-24-74-62z" fill="${main}"/>
    <path d="M118 126c6-18 78-18 84 0z" fill="${dark}"/><circle cx="160" cy="104" r="9" fill="${dark}"/>`,
  tea: (main, dark) => `<rect x="104" y="112" width="112" height="132" rx="10" fill="${main}"/>
    <rect x="98" y="96" width="124" height="26" rx="8" fill="${dark}"/><rect x="122" y="150" width="76" height="56" rx="4" fill="#fffaf0"/>
    <path d="M160 192c-20-8-20-28 0-34 20 6 20 26 0 34zm0-30v34" fill="none" stroke="${dark}" stroke-width="4"/>`,
  coffee: (
    main,
    dark,
  ) => `<path d="M108 104h104l10 140H98z" fill="${main}"/><path d="M108 104l8-18h88l8 18z" fill="${dark}"/>
    <ellipse cx="160" cy="176" rx="30" ry="36" fill="#fffaf0"/><path d="M160 152c-14 12-14 36 0 48 14-12 14-36 0-48z" fill="${dark}"/>
    <path d="M160 154c6 14-6 28 0 44" fill="none" stroke="#fffaf0" stroke-width="3"/>`,
  honey: (
    main,
    dark,
  ) => `<path d="M110 132h100c8 0 14 8 14 18v70a24 24 0 0 1-24 24h-80a24 24 0 0 1-24-24v-70c0-10 6-18 14-18z" fill="${main}"/>
    <rect x="112" y="104" width="96" height="28" rx="6" fill="${dark}"/><path d="M160 160l26 15v30l-26 15-26-15v-30z" fill="#fffaf0"/>
    <path d="M160 174l14 8v16l-14 8-14-8v-16z" fill="${main}"/>`,
  bottle: (
    main,
    dark,
  ) => `<path d="M144 76h32v40c0 14 24 18 24 44v66a18 18 0 0 1-18 18h-44a18 18 0 0 1-18-18v-66c0-26 24-30 24-44z" fill="${main}"/>
    <rect x="140" y="62" width="40" height="22" rx="5" fill="${dark}"/><rect x="126" y="170" width="68" height="44" rx="3" fill="#fffaf0"/>
    <path d="M138 186h44m-44 12h28" stroke="${dark}" stroke-width="4" stroke-linecap="round"/>`,
  soap: (main, dark) => `<rect x="84" y="164" width="152" height="80" rx="26" fill="${main}"/>
    <rect x="108" y="184" width="104" height="40" rx="16" fill="none" stroke="${dark}" stroke-width="4" opacity=".7"/>
    <circle cx="216" cy="128" r="14" fill="#fff" opacity=".75"/><circle cx="190" cy="106" r="8" fill="#fff" opacity=".75"/><circle cx="236" cy="100" r="6" fill="#fff" opacity=".75"/>`,
  candle: (
    main,
    dark,
  ) => `<path d="M160 62c14 20 16 30 0 40-16-10-14-20 0-40z" fill="#eeb04c"/><path d="M160 100v18" stroke="${dark}" stroke-width="4"/>
    <rect x="106" y="118" width="108" height="126" rx="12" fill="${main}"/><rect x="106" y="118" width="108" height="26" rx="12" fill="#fffaf0" opacity=".6"/>
    <rect x="128" y="172" width="64" height="40" rx="3" fill="#fffaf0"/><path d="M140 186h40m-40 12h24" stroke="${dark}" stroke-width="4" stroke-linecap="round"/>`,
  vase: (
    main,
    dark,
  ) => `<path d="M160 118c-2-30-20-42-34-60m34 60c2-34 22-40 36-66m-36 66V50" fill="none" stroke="${dark}" stroke-width="4" stroke-linecap="round"/>
    <ellipse cx="122" cy="56" rx="12" ry="18" fill="${dark}" opacity=".8" transform="rotate(-35 122 56)"/><ellipse cx="200" cy="52" rx="12" ry="18" fill="${dark}" opacity=".8" transform="rotate(35 200 52)"/><ellipse cx="160" cy="46" rx="11" ry="18" fill="${dark}" opacity=".8"/>
    <path d="M140 112h40c-4 22 38 42 38 84 0 30-20 48-58 48s-58-18-58-48c0-42 42-62 38-84z" fill="${main}"/><path d="M104 196c30 14 82 14 112 0" fill="none" stroke="${dark}" stroke-width="4" opacity=".5"/>`,
  lamp: (
    main,
    dark,
  ) => `<path d="M124 66h72l34 84H90z" fill="${main}"/><path d="M160 150v80" stroke="${dark}" stroke-width="9"/>
    <path d="M112 244c0-12 20-18 48-18s48 6 48 18z" fill="${dark}"/><path d="M96 158h128l20 66H76z" fill="#f7d98f" opacity=".28"/>`,
  board: (
    main,
    dark,
  ) => `<rect x="104" y="92" width="112" height="152" rx="20" fill="${main}"/><rect x="144" y="54" width="32" height="50" rx="14" fill="${main}"/>
    <circle cx="160" cy="70" r="7" fill="${dark}"/><path d="M124 120c20 30-10 60 8 108m32-118c20 40-8 70 6 122m26-112c14 34-10 60 4 100" fill="none" stroke="${dark}" stroke-width="3" opacity=".4"/>`,
  cushion: (
    main,
    dark,
  ) => `<path d="M74 110c30 10 142 10 172 0 10 4 12 10 8 20-8 30-8 70 0 96 4 10 0 16-8 18-40-10-132-10-172 0-8-2-12-8-8-18 8-26 8-66 0-96-4-10-2-16 8-20z" fill="${main}"/>
    <path d="M96 150h128M94 176h132M96 202h128" stroke="${dark}" stroke-width="5" opacity=".55"/>`,
  throw: (
    main,
    dark,
  ) => `<path d="M84 132c0-18 14-28 30-28h92c18 0 30 12 30 28v88H84z" fill="${main}"/><path d="M84 160h152M84 190h152" stroke="${dark}" stroke-width="7" opacity=".5"/>
    <path d="M84 132c0 18 12 24 28 24h124v-24c0-16-12-28-30-28h-92c-16 0-30 10-30 28z" fill="${dark}" opacity=".25"/>
    <path d="M92 220v24m16-24v24m16-24v24m16-24v24m16-24v24m16-24v24m16-24v24m16-24v24m16-24v24m16-24v24" stroke="${main}" stroke-width="5"/>`,
  rug: (
    main,
    dark,
  ) => `<g transform="translate(0 8)"><path d="M70 112h180l26 116H44z" fill="${main}"/><path d="M86 128h148l18 82H68z" fill="none" stroke="${dark}" stroke-width="6"/>
    <path d="M160 136l44 32-44 34-44-34z" fill="${dark}" opacity=".75"/><path d="M52 232v12m16-12v12m16-12v12m16-12v12m16-12v12m16-12v12m16-12v12m16-12v12m16-12v12m16-12v12m16-12v12m16-12v12m16-12v12m16-12v12" stroke="${main}" stroke-width="4"/></g>`,
  towel: (
    main,
    dark,
  ) => `<rect x="70" y="70" width="180" height="8" rx="4" fill="${dark}"/><path d="M98 66h124v178H98z" fill="${main}"/>
    <path d="M98 204h124v12H98zm0 20h124v5H98z" fill="${dark}" opacity=".55"/><path d="M98 66h62v140H98z" fill="#fff" opacity=".16"/>`,
  robe: (
    main,
    dark,
  ) => `<path d="M136 76h48l46 26-10 64-22-6v84h-76v-84l-22 6-10-64z" fill="${main}"/><path d="M136 76l24 76 24-76" fill="none" stroke="${dark}" stroke-width="7"/>
    <path d="M122 166h76v12h-76z" fill="${dark}"/><path d="M154 172l-8 50m18-50l6 44" stroke="${dark}" stroke-width="6"/><path d="M140 66c8-10 32-10 40 0" fill="none" stroke="${dark}" stroke-width="4"/>`,
  hook: (main, dark) => `<rect x="62" y="110" width="196" height="30" rx="12" fill="${main}"/>
    <path d="M96 140v44a16 16 0 0 0 32 0m32-44v44a16 16 0 0 0 32 0m32-44v44a16 16 0 0 0 32 0" fill="none" stroke="${dark}" stroke-width="9" stroke-linecap="round" transform="translate(-16)"/>`,
  notebook: (
    main,
    dark,
  ) => `<g transform="rotate(-6 160 160)"><rect x="100" y="76" width="124" height="164" rx="8" fill="${dark}"/><rect x="96" y="72" width="120" height="164" rx="8" fill="${main}"/>
    <rect x="196" y="72" width="8" height="164" fill="${dark}" opacity=".7"/><rect x="116" y="104" width="62" height="34" rx="3" fill="#fffaf0"/></g>`,
  letter: (
    main,
    dark,
  ) => `<g transform="rotate(5 160 160)"><rect x="78" y="112" width="164" height="116" rx="6" fill="${main}"/><path d="M78 116l82 66 82-66" fill="none" stroke="${dark}" stroke-width="5"/>
    <circle cx="160" cy="184" r="15" fill="${dark}"/></g>`,
  pen: (
    main,
    dark,
  ) => `<g transform="rotate(38 160 160)"><rect x="150" y="58" width="22" height="160" rx="8" fill="${main}"/><path d="M150 214h22l-11 36z" fill="${dark}"/>
    <rect x="150" y="118" width="22" height="8" fill="${dark}"/><rect x="168" y="62" width="6" height="58" rx="3" fill="${dark}"/></g>`,
  calendar: (
    main,
    dark,
  ) => `<path d="M82 232l18-140h120l18 140z" fill="${dark}"/><rect x="92" y="88" width="136" height="128" rx="6" fill="#fffaf0"/><rect x="92" y="88" width="136" height="34" rx="6" fill="${main}"/>
    <g fill="${dark}" opacity=".75">${dots(108, 138, 5, 4)}</g><path d="M118 80v18m28-18v18m28-18v18m28-18v18" stroke="${dark}" stroke-width="5" stroke-linecap="round"/>`,
  giftcard: (
    main,
    dark,
  ) => `<g transform="rotate(-7 160 170)"><rect x="72" y="112" width="176" height="112" rx="14" fill="${main}"/><path d="M72 152h176M132 112v112" stroke="${dark}" stroke-width="9"/>
    <path d="M132 150c-30-2-38-34-18-36 14 0 18 22 18 36zm0 0c30-2 38-34 18-36-14 0-18 22-18 36z" fill="none" stroke="${dark}" stroke-width="6"/></g>`,
};

function dots(x: number, y: number, columns: number, rows: number): string {
  const marks: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      marks.push(`<circle cx="${x + column * 26}" cy="${y + row * 20}" r="4"/>`);
    }
  }
  return marks.join('');
}

/** A product's picture; a swatch takes the place of the main colour. `alt` empty: the picture says nothing that the text beside it does not. */
export function productArt(art: ProductArt, swatch: string | null = null, alt = ''): Html {
  const [background, main, dark] = art.palette;
  const draw = shapes[art.shape] ?? shapes['giftcard'];
  if (!draw) throw new Error('There is no picture to fall back to');
  const picture = `<rect width="320" height="320" fill="${background}"/>
    <path d="M0 226h320v94H0z" fill="${dark}" opacity=".07"/><ellipse cx="164" cy="246" rx="92" ry="9" fill="${dark}" opacity=".16"/>
    <g stroke="${dark}26" stroke-width="1.5">${draw(`var(--art-main, ${colour(swatch) ?? main})`, dark)}</g>`;
  const naming = alt === '' ? html`aria-hidden="true"` : html`role="img" aria-label="${alt}"`;
  return html`<svg class="art" viewBox="0 0 320 320" ${naming}>${trusted(picture)}</svg>`;
}

/** The picture of an order's line, in its variant's colour; nothing for what is not in the catalogue. */
export function lineArt(store: DevStore, line: OrderLine): Html | null {
  const product = line.productId === null ? null : store.product(line.productId);
  const variant = product?.variants.find((each) => each.id === line.variantId);
  return product ? productArt(product.art, variant?.swatch ?? null) : null;
}

function colour(swatch: string | null): string | null {
  return swatch !== null && /^#[0-9a-f]{6}$/i.test(swatch) ? swatch : null;
}
