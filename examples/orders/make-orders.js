'use strict';

// Writes 1,000 orders, one a line, the same ones every time: `node make-orders.js > orders.jsonl`.

const { products } = require('./data/catalogue.json');
const { countries } = require('./data/countries.json');

// A small generator of our own (xorshift, 32 bits), because Math.random cannot be seeded.
let state = 0x6a736d74;
function below(n) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % n;
}
const pick = (list) => list[below(list.length)];
const chance = (percent) => below(100) < percent;

function line() {
  const product = pick(products);
  const most = product.limit ? 1 : pick([1, 3, 12, 60, 200]);
  return { sku: product.sku, quantity: 1 + below(most) };
}

function day() {
  return new Date(Date.UTC(2026, 0, 1 + below(365))).toISOString().slice(0, 10);
}

/** Coupons that hold for the order, as a till would only let those through. */
function coupons(placed, worth) {
  const fitting = [];
  if (placed >= '2026-03-01' && placed <= '2026-05-31' && chance(60)) fitting.push('SPRING10');
  if (chance(15)) fitting.push('READER15');
  if (worth >= 2500 && chance(15)) fitting.push('welcome5');
  if (chance(10)) fitting.push('POSTFREE');
  return worth >= 50000 && chance(30) ? ['BIG20'] : fitting;
}

for (let n = 1; n <= 1000; n++) {
  const country = chance(40) ? 'DE' : pick(Object.keys(countries));
  const customer = { name: `Customer ${1 + below(300)}`, country };
  if (chance(20)) customer.vatId = `${country}${100000000 + below(900000000)}`;
  // Apple trees are limited to a few a customer, so each order names that product once at most.
  const lines = [];
  for (let wanted = 1 + below(pick([1, 3, 6])); wanted > 0; wanted--) {
    const next = line();
    const { limit } = products.find(({ sku }) => sku === next.sku);
    if (!limit || !lines.some(({ sku }) => sku === next.sku)) lines.push(next);
  }
  const placed = day();
  // The cheapest a line can come to, so that a coupon's minimum is surely reached.
  const worth = lines.reduce((sum, { sku, quantity }) => {
    const { price, breaks } = products.find((product) => product.sku === sku);
    return sum + quantity * (breaks.at(-1)?.price ?? price);
  }, 0);
  const order = { id: `R-${String(n).padStart(4, '0')}`, placed, customer, lines };
  const codes = coupons(placed, worth);
  if (codes.length > 0) order.coupons = codes;
  process.stdout.write(`${JSON.stringify(order)}\n`);
}
