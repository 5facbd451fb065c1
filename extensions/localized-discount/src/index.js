// The exports that shopify.extension.toml names; the CLI turns each target's export name into camelCase.
export { cartLinesDiscountsGenerateRun } from './cart-lines.js';
export { cartDeliveryOptionsDiscountsGenerateRun } from './delivery-options.js';
