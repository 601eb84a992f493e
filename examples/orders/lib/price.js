'use strict';

const catalogue = require('./catalogue');
const { unitPrice, applyCoupons } = require('./discounts');
const { countryOf, taxOf } = require('./tax');
const { OrderError } = require('./errors');
const { show } = require('./money');

/** The lines of an order with product and price. Lines for one product count together towards a quantity break. */
function priceLines(order) {
  const quantities = new Map();
  for (const { sku, quantity } of order.lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return order.lines.map(({ sku, quantity }, i) => {
    const product = catalogue.find(sku, `lines[${i}].sku`);
    if (product.limit && quantities.get(sku) > product.limit) {
      const message = `at most ${product.limit} of ${sku} are sold to one customer`;
      throw new OrderError('OVER_LIMIT', message, `lines[${i}].quantity`);
    }
    const unit = unitPrice(product, quantities.get(sku));
    const { name, category, taxClass, grams } = product;
    const net = unit * quantity;
    return { sku, name, quantity, unit, discount: 0, net, category, taxClass, grams: grams * quantity };
  });
}

/** What delivery costs: by started kilogram, nothing from the country's free limit on. */
function freightOf(lines, country) {
  const net = lines.reduce((sum, line) => sum + line.net, 0);
  if (net >= country.freight.freeFrom) return 0;
  const kilograms = Math.ceil(lines.reduce((sum, line) => sum + line.grams, 0) / 1000);
  return country.freight.base + country.freight.perKilogram * Math.max(0, kilograms - 1);
}

/** Prices a valid order. */
function price(order) {
  const country = countryOf(order);
  const lines = priceLines(order);
  const { subtotal, freeFreight } = applyCoupons(lines, order);
  const freight = freeFreight ? 0 : freightOf(lines, country);
  const { rows, tax } = taxOf(lines, freight, country, order);
  const goods = lines.reduce((sum, line) => sum + line.net, 0);
  const total = goods + freight + tax;
  return {
    id: order.id,
    currency: 'EUR',
    lines: lines.map(({ sku, name, quantity, unit, discount, net }) => ({ sku, name, quantity, unit, discount, net })),
    subtotal,
    discount: subtotal - goods,
    freight,
    taxes: rows,
    tax,
    total,
    text: `${lines.length} ${lines.length === 1 ? 'line' : 'lines'} to ${country.name}: EUR ${show(total)}`,
  };
}

module.exports = { price };
