import { followCheckout } from './checkout.ts';
import { updateCart } from './cart.ts';

updateCart();
followCheckout();
