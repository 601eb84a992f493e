'use strict';

const { OrderError } = require('./errors');

const MOST_LINES = 100;
const MOST_PIECES = 10000;

/** Throws unless `condition` holds. */
function check(condition, code, message, path) {
  if (!condition) throw new OrderError(code, message, path);
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === 'string' && value.trim() !== '';

/** Whether a text is a day that exists: 2026-02-30 is none. */
function isDay(text) {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The order with its defaults filled in; throws an `OrderError` at the first thing that is wrong. */
function validate(order) {
  check(isObject(order), 'BAD_ORDER', `an order is an object, not ${JSON.stringify(order)}`);
  const { id, placed, customer, lines, coupons = [] } = order;
  check(isText(id), 'BAD_ORDER', 'an order needs an id', 'id');
  check(isDay(placed), 'BAD_DATE', `${JSON.stringify(placed)} is not a day such as 2026-03-01`, 'placed');
  check(isObject(customer), 'BAD_CUSTOMER', 'an order needs a customer', 'customer');
  check(isText(customer.country), 'BAD_CUSTOMER', 'a customer needs a country', 'customer.country');
  check(Array.isArray(lines) && lines.length > 0, 'EMPTY_ORDER', 'an order needs at least one line', 'lines');
  check(lines.length <= MOST_LINES, 'TOO_MANY_LINES', `an order has at most ${MOST_LINES} lines`, 'lines');
  check(Array.isArray(coupons) && coupons.every(isText), 'BAD_COUPON', 'coupons are a list of texts', 'coupons');
  lines.forEach((line, i) => {
    check(isObject(line) && isText(line.sku), 'BAD_LINE', 'a line needs a stock number', `lines[${i}].sku`);
    const fits = Number.isInteger(line.quantity) && line.quantity >= 1 && line.quantity <= MOST_PIECES;
    check(fits, 'BAD_QUANTITY', `a quantity is a whole number from 1 to ${MOST_PIECES}`, `lines[${i}].quantity`);
  });
  return { id, placed, customer, lines, coupons: [...new Set(coupons.map((code) => code.trim().toUpperCase()))] };
}

module.exports = { validate };
