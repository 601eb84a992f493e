'use strict';

const { OrderError } = require('./errors');

const { products: list } = require('../data/catalogue.json');

const products = new Map(list.map((product) => [product.sku, Object.freeze(product)]));

/** The product of a stock number. A near miss is named, because most wrong stock numbers are typing errors. */
function find(sku, path) {
  const product = products.get(sku);
  if (product) return product;
  const near = [...products.keys()].find((known) => distance(known, sku) === 1);
  const hint = near ? `; did you mean ${near}?` : '';
  throw new OrderError('UNKNOWN_SKU', `no product has the stock number ${JSON.stringify(sku)}${hint}`, path);
}

/** In how many places two texts of the same length differ. */
function distance(a, b) {
  if (a.length !== b.length) return Infinity;
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count += 1;
  return count;
}

module.exports = { find };
