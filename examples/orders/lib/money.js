'use strict';

// Money is a whole number of cents everywhere; shares and rates are whole numbers of basis points (1/100 of a percent).

const BASIS = 10000;

/** A share of an amount, rounded half to even so that many small roundings do not drift one way. */
function share(cents, basisPoints) {
  const product = cents * basisPoints;
  const whole = Math.floor(product / BASIS);
  const rest = product - whole * BASIS;
  if (rest * 2 === BASIS) return whole + (whole % 2 === 0 ? 0 : 1);
  return rest * 2 > BASIS ? whole + 1 : whole;
}

/** Splits an amount in proportion to weights, so that the parts add up to it exactly (largest remainder first). */
function split(cents, weights) {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map(() => 0);
  const parts = weights.map((weight, index) => {
    const part = Math.floor((cents * weight) / sum);
    return { index, part, rest: cents * weight - part * sum };
  });
  let left = cents - parts.reduce((total, { part }) => total + part, 0);
  for (const entry of [...parts].sort((a, b) => b.rest - a.rest || a.index - b.index)) {
    if (left <= 0) break;
    entry.part += 1;
    left -= 1;
  }
  return parts.map(({ part }) => part);
}

/** `123456` as `1,234.56`. */
function show(cents) {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${cents < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`;
}

module.exports = { BASIS, share, split, show };
