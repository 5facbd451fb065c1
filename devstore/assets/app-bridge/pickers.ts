import type { FrameLink } from './frame-link.ts';
import type { Collection, PickerItem, Product } from './protocol.ts';

type ResourceOptions = {
  type: 'product' | 'variant' | 'collection';
  multiple?: boolean | number;
  query?: string;
  selectionIds?: { id: string }[];
};

type PickerOptions = {
  heading: string;
  multiple?: boolean | number;
  items: {
    id: string;
    heading: string;
    data?: (string | number | undefined)[];
    disabled?: boolean;
    selected?: boolean;
  }[];
};

type Choice = { id: string; heading: string; detail: string; resource: object };

/** `shopify.resourcePicker` for products, variants and collections. Undefined when the merchant cancels. */
export function pickResource(frame: FrameLink) {
  return async (options: ResourceOptions): Promise<(object[] & { selection: object[] }) | undefined> => {
    const choices = await choicesOf(frame, options);
    const before = new Set(options.selectionIds?.map((selection) => selection.id));
    const items = choices.map(({ id, heading, detail }): PickerItem => ({
      id,
      heading,
      detail,
      disabled: false,
      selected: before.has(id),
    }));
    const heading = `Choose ${options.type}s`;
    const chosen = await frame.ask('pick', { heading, multiple: Boolean(options.multiple), items });
    if (!chosen) return undefined;
    const selection = choices.filter((choice) => chosen.includes(choice.id)).map((choice) => choice.resource);
    return Object.assign([...selection], { selection });
  };
}

async function choicesOf(frame: FrameLink, { type, query = '' }: ResourceOptions): Promise<Choice[]> {
  if (type === 'collection') return (await frame.ask('collections', { query })).map(collectionChoice);
  const products = await frame.ask('products', { query });
  return products.flatMap(type === 'product' ? productChoice : variantChoices);
}

function collectionChoice(collection: Collection): Choice {
  return { id: collection.id, heading: collection.title, detail: '', resource: collection };
}

function productChoice(product: Product): Choice[] {
  const resource = {
    ...product,
    status: 'ACTIVE',
    totalVariants: product.variants.length,
    hasOnlyDefaultVariant: product.variants.length === 1,
    variants: product.variants.map(asVariant),
  };
  return [{ id: product.id, heading: product.title, detail: product.vendor, resource }];
}

function variantChoices(product: Product): Choice[] {
  return product.variants.map((variant) => {
    const displayName = product.variants.length === 1 ? product.title : `${product.title}, ${variant.title}`;
    const resource = {
      ...asVariant(variant),
      displayName,
      product: { id: product.id, title: product.title },
    };
    return { id: variant.id, heading: displayName, detail: variant.price, resource };
  });
}

function asVariant(variant: Product['variants'][number]) {
  return {
    ...variant,
    displayName: variant.title,
    availableForSale: true,
    selectedOptions: [{ value: variant.title }],
  };
}

/** `shopify.picker`: the app's own list in the frame's dialog. */
export function pick(frame: FrameLink) {
  return async ({ heading, multiple, items }: PickerOptions) => {
    const described = items.map((item): PickerItem => ({
      id: item.id,
      heading: item.heading,
      detail: item.data?.filter((datum) => datum !== undefined).join(', ') ?? '',
      disabled: item.disabled ?? false,
      selected: item.selected ?? false,
    }));
    const answer = frame.ask('pick', { heading, multiple: Boolean(multiple), items: described });
    return { selected: answer.then((ids) => ids ?? undefined) };
  };
}
