'use strict';

const { share, split } = require('./money');
const { OrderError } = require('./errors');
const { coupons } = require('../data/coupons.json');

/** The price of one piece when so many are taken: the deepest quantity break that is reached. */
function unitPrice(product, quantity) {
  const reached = product.breaks.filter(({ from }) => quantity >= from).at(-1);
  return reached ? reached.price : product.price;
}

/** A coupon that holds for this order, or an error that says why it does not. */
function coupon(code, order, subtotal, path) {
  const found = Object.hasOwn(coupons, code) ? coupons[code] : undefined;
  if (!found) throw new OrderError('UNKNOWN_COUPON', `no coupon is called ${JSON.stringify(code)}`, path);
  if (order.placed < found.from || order.placed > found.until) {
    throw new OrderError('COUPON_EXPIRED', `coupon ${code} holds from ${found.from} until ${found.until}`, path);
  }
  if (subtotal < (found.minimum ?? 0)) {
    throw new OrderError('COUPON_MINIMUM', `coupon ${code} asks for goods worth ${found.minimum} cents or more`, path);
  }
  return { code, ...found };
}

/** Takes the coupons off the lines, in the order given, each on what the one before left. Never below zero. */
function applyCoupons(lines, order) {
  const subtotal = lines.reduce((sum, line) => sum + line.net, 0);
  const applied = order.coupons.map((code, i) => coupon(code, order, subtotal, `coupons[${i}]`));
  if (applied.length > 1 && applied.some(({ alone }) => alone)) {
    const { code } = applied.find(({ alone }) => alone);
    throw new OrderError('COUPON_ALONE', `coupon ${code} cannot be used with another`, 'coupons');
  }
  let freeFreight = false;
  for (const { kind, value, category } of applied) {
    if (kind === 'freight') {
      freeFreight = true;
      continue;
    }
    const weights = lines.map((line) => (!category || line.category === category ? line.net : 0));
    const base = weights.reduce((a, b) => a + b, 0);
    const off = kind === 'percent' ? share(base, value) : Math.min(value, base);
    split(off, weights).forEach((part, i) => {
      lines[i].discount += part;
      lines[i].net -= part;
    });
  }
  return { subtotal, freeFreight };
}

module.exports = { unitPrice, applyCoupons };
