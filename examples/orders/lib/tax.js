'use strict';

const { share } = require('./money');
const { OrderError } = require('./errors');
const { home, countries } = require('../data/countries.json');

/** The tax rules and freight of a country that is delivered to. */
function countryOf(order) {
  const code = order.customer.country;
  if (Object.hasOwn(countries, code)) return { code, ...countries[code] };
  const known = Object.keys(countries).sort().join(', ');
  const message = `nothing is delivered to ${JSON.stringify(code)}, only to ${known}`;
  throw new OrderError('UNKNOWN_COUNTRY', message, 'customer.country');
}

/** Basis points of tax on goods of a class. Businesses abroad in the union, and everybody outside it, pay none here. */
function rateFor(country, order, taxClass) {
  if (!country.union) return 0;
  if (order.customer.vatId && country.code !== home) return 0;
  return country.rates[taxClass] ?? country.rates.standard;
}

/** Adds up the tax of all lines, rate by rate: tax is rounded once a rate, as an invoice shows it. */
function taxOf(lines, freight, country, order) {
  const bases = new Map();
  const add = (rate, net) => bases.set(rate, (bases.get(rate) ?? 0) + net);
  for (const line of lines) add(rateFor(country, order, line.taxClass), line.net);
  if (freight > 0) add(rateFor(country, order, 'standard'), freight);
  const rows = [...bases].sort(([a], [b]) => a - b).map(([rate, net]) => ({ rate, net, tax: share(net, rate) }));
  return { rows, tax: rows.reduce((sum, row) => sum + row.tax, 0) };
}

module.exports = { countryOf, taxOf };
