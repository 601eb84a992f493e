// Money and other exact numbers, with bignumber.js.
'use strict';
const { BigNumber } = require('bignumber.js');

exports.job = () => {
  const print = (what, ...values) => console.log(what + ':', ...values.map(String));
  const attempt = (f) => {
    try {
      return f();
    } catch (error) {
      return error.name + ': ' + error.message;
    }
  };
  const a = new BigNumber('123456789.987654321');
  const b = new BigNumber('-0.000123456789');
  print('plus', a.plus(b), new BigNumber(0.1).plus(0.2), 0.1 + 0.2);
  print('minus', a.minus('1e-30'), b.minus(b));
  print('times', a.times(b), a.multipliedBy(a));
  print('div', a.div(7), a.dividedToIntegerBy(7), new BigNumber(1).div(3), new BigNumber(1).div(0), new BigNumber(0).div(0));
  print('mod', a.mod(b), new BigNumber(-7).mod(3), BigNumber.clone({ MODULO_MODE: BigNumber.EUCLID })(-7).mod(3));
  print('pow', new BigNumber(2).pow(200), new BigNumber(2).pow(-3), new BigNumber(7).pow(1000, 13), new BigNumber('1.0001').pow(365).toFixed(20));
  print('sqrt', new BigNumber(2).sqrt(), new BigNumber('1e40').sqrt(), new BigNumber(-1).sqrt());
  for (let mode = 0; mode <= 8; mode++) {
    print('round ' + mode, ...['2.5', '-2.5', '2.51', '1.45'].map((n) => new BigNumber(n).decimalPlaces(n === '1.45' ? 1 : 0, mode)));
  }
  print('format', a.toFormat(2), a.toFormat(3, 1, { decimalSeparator: ',', groupSeparator: '.', groupSize: 3 }), a.toFormat({ prefix: '₹', groupSize: 3, secondaryGroupSize: 2, groupSeparator: ',', decimalSeparator: '.' }));
  print('digits', a.toFixed(4), a.toExponential(3), a.toPrecision(5), b.toFixed(), a.precision(4), a.sd(), a.dp(), b.e);
  print('base', new BigNumber(255).toString(16), new BigNumber('ff.8', 16), new BigNumber('-1010.01', 2), new BigNumber('z', 36), new BigNumber(0.1).toString(2), new BigNumber('0x1fffffffffffffffff'));
  print('parse', ...['  5', '5 ', '', 'x', '1e500', '-Infinity', '.5', '5.', '+1', '1_000', '0b101', 'NaN', '-0'].map((text) => JSON.stringify(text) + '=' + attempt(() => new BigNumber(text).valueOf())));
  print('compare', a.gt(b), a.lt(b), a.eq('123456789.987654321'), a.comparedTo(NaN), new BigNumber(-0).eq(0), a.isInteger(), new BigNumber('1e3').isInteger(), b.isNegative(), new BigNumber(NaN).isNaN());
  print('fraction', ...new BigNumber(Math.PI).toFraction(1000), ...new BigNumber('0.75').toFraction(), ...new BigNumber('3.14159265358979').toFraction());
  print('sum', BigNumber.sum('1', 2, '3.5'), BigNumber.max(1, '5', 3), BigNumber.min(1, '-5', 3));
  print('shift', a.shiftedBy(-12), a.shiftedBy(5), a.integerValue(), a.abs().negated());
  print('JSON', JSON.stringify({ a, b, list: [new BigNumber('1e21')] }), a.toNumber(), Number(b), a > b, a + '');
  const Money = BigNumber.clone({ DECIMAL_PLACES: 2, ROUNDING_MODE: BigNumber.ROUND_HALF_EVEN, EXPONENTIAL_AT: 1e9, FORMAT: { groupSeparator: "'", groupSize: 3, decimalSeparator: '.', suffix: ' CHF' } });
  print('clone', new Money('1000').div(3), new Money('1234567.895').toFormat(2), new Money(10).pow(30), BigNumber.config().DECIMAL_PLACES, Money.config().DECIMAL_PLACES);
  print('bad config', attempt(() => Money.config({ DECIMAL_PLACES: -1 })), attempt(() => new BigNumber('1', 70)), attempt(() => new BigNumber(5).pow(1.5)));
  let x = new BigNumber(1);
  for (let n = 1; n <= 60; n++) x = x.times(n);
  print('60!', x.toFixed());
  const Long = BigNumber.clone({ DECIMAL_PLACES: 60 });
  let [e, term] = [new Long(1), new Long(1)];
  for (let n = 1; n < 50; n++) e = e.plus((term = term.div(n)));
  print('e', e.toFixed(55));
  print('pi', (() => {
    const atan = (n) => {
      let power = new Long(1).div(n), total = power;
      for (let k = 3; k < 90; k += 2) {
        power = power.div(-n * n);
        total = total.plus(power.div(k));
      }
      return total;
    };
    return atan(5).times(16).minus(atan(239).times(4)).toFixed(50);
  })());
  print('random', BigNumber.random(20).lt(1), BigNumber.random(30).dp() <= 30);
  print('kind', BigNumber.isBigNumber(a), BigNumber.isBigNumber({}), a instanceof BigNumber, new Money(1) instanceof BigNumber, new BigNumber(12345678901234567890n));
  console.log(a, [b], { c: new BigNumber('1e400') });
};

exports.input = [['19.99', 3], ['0.05', 7], ['1250', 0.5]];
exports.request = (lines) => lines.reduce((sum, [price, quantity]) => sum.plus(new BigNumber(price).times(quantity)), new BigNumber(0)).times('1.19').toFormat(2);
