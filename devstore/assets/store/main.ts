import { followCheckout } from './checkout.ts';
import { updateCart } from './cart.ts';
import { followVariant } from './product.ts';

updateCart();
followCheckout();
followVariant();
