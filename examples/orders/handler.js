'use strict';

// Prices one order. Called once for every order, each time in a runtime of its own, so the counter below is always 1:
// if a runtime were ever handed to a second order, the results would show it.

const { price } = require('./lib/price');
const { validate } = require('./lib/validate');

let served = 0;

/** Prices an order: every line, the coupons, the freight, the tax. Throws an `OrderError` with a `code`. */
function handle(order) {
  served += 1;
  return { ...price(validate(order)), served };
}

/** What an order comes to, and nothing else: for a basket that is shown while it is being filled. */
function quote(order) {
  const { currency, total } = price(validate(order));
  return { currency, total };
}

module.exports = handle;
module.exports.handle = handle;
module.exports.quote = quote;
module.exports.validate = validate;
