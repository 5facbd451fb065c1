// The one script that pages load: the panel's launcher, the product's sentence, the cart's block. The rest comes on first intent.
import './launcher-element.js';
import './product-element.js';
import './cart-element.js';
