// Formulas of users, with Math.js and its thousand files.
'use strict';
const { all, create } = require('mathjs');

const math = create(all, { randomSeed: 'seed' });

exports.job = () => {
  const show = (text, scope = {}) => {
    let value;
    try {
      value = math.format(math.evaluate(text, scope), { precision: 14 });
    } catch (error) {
      value = error.name + ': ' + error.message;
    }
    console.log(text + ' = ' + value);
  };
  for (const text of [
    '1.2 * (2 + 4.5)', '12.7 cm to inch', 'sin(45 deg) ^ 2', '9 / 3 + 2i', 'det([-1, 2; 3, 1])', 'sqrt(-4)', '0.1 + 0.2', 'bignumber(0.1) + bignumber(0.2)', 'fraction(1, 3) + fraction(1, 6)',
    '2^100', 'gamma(5.5)', '20!', 'combinations(52, 5)', 'gcd(84, 36)', 'lcm(4, 6)', 'primeFactors(5040)', 'isPrime(97)', 'mod(-7, 3)', '0x1f + 0b11', '5 and 0 or not true', '3 > 2 ? "yes" : "no"', 'log(1000, 10)', 'nthRoot(27, 3)', 'round(pi, 5)',
    '[1, 2; 3, 4] * [5; 6]', '[1, 2; 3, 4]\'', 'inv([1, 2; 3, 4])', '[1, 2; 3, 4] .^ 2', 'cross([1, 2, 3], [4, 5, 6])', 'eigs([2, 0; 0, 3]).values', 'lusolve([2, 1; 1, 3], [3; 5])', 'range(0, 10, 3)', 'A = [1, 2, 3; 4, 5, 6]; A[2, 2:3]', 'concat([1], [2])', 'sort([3, 1, 2], "desc")',
    'mean(1, 2, 3, 4)', 'std([2, 4, 4, 4, 5, 5, 7, 9])', 'median([5, 1, 3])', 'quantileSeq([1, 2, 3, 4], 0.25)', 'variance([1, 2, 3])', 'mode([1, 2, 2])', 'sum(diag([1, 2; 3, 4]))',
    '5 km/h to m/s', '2 inch + 3 cm', '(3 kg) * (9.81 m/s^2) to N', '1 GiB to MB', '100 degF to degC', '1 kWh to J', 'speedOfLight', '5 cm + 3 s',
    'f(x, y) = x^y; f(2, 10)', 'a = 5; b = a * 2; [a, b]', '{ name: "x", list: [1, 2] }.list[2]', 'concat("a", "b")', 'derivative("x^3 + sin(2x)", "x")', 'simplify("3 + 2 x + 4 x - 3")', 'rationalize("(x^2 - 1) / (x - 1)")', 'polynomialRoot(6, -5, 1)', 'e^(i * pi)', 'arg(1 + i)', 'to(complex(1, 2), "x")',
    'erf(0.5)', 'zeta(2)', 'fft([1, 2, 3, 4])', 'bin(10)', 'setUnion([1, 2], [2, 3])', 'typeOf(3 m)', 'format(1e20, {notation: "fixed"})', 'unknown(1)', '1 +', '(1', 'x + 1', '[1, 2] + [1, 2, 3]', 'import({a: 1})', '1 / 0', '0 / 0', 'constructor("x")', 'cos.constructor("x")()',
  ]) show(text);
  const parser = math.parser();
  for (const line of ['x = 7 / 2', 'y = x + 3', 'f(n) = n^2 + y', 'f(4)', 'map(2:4, f)']) console.log(line, '→', math.format(parser.evaluate(line), 10));
  console.log(Object.keys(parser.getAll()).join());
  const node = math.parse('2 x^2 + 3 x - sqrt(y) / 4');
  console.log(node.toString(), '|', node.toTex(), '|', node.filter((it) => it.isSymbolNode).map(String).join(), '|', node.compile().evaluate({ x: 3, y: 16 }));
  console.log(node.transform((it) => (it.isSymbolNode && it.name === 'x' ? new math.ConstantNode(5) : it)).toString({ parenthesis: 'all' }), node.toHTML().length);
  const big = create(all, { number: 'BigNumber', precision: 64 });
  console.log(String(big.evaluate('sqrt(2)')), String(big.evaluate('pi')), String(big.evaluate('100!')));
  const fractions = create(all, { number: 'Fraction' });
  console.log(fractions.format(fractions.evaluate('1/3 + 0.25')), fractions.format(fractions.evaluate('[1/2, 0.(3)]')));
  console.log(math.chain(3).add(4).multiply(2).done(), math.add(1, math.bignumber(2)).toString(), math.typeOf(math.sparse([[1, 0], [0, 2]])), JSON.stringify(math.matrix([[1, 2]])), String(math.sparse([[1, 0], [0, 2]])));
  const add = math.typed('tell', { number: (n) => 'number ' + n, 'Array | Matrix': (it) => 'list ' + math.size(it), 'string, any': (text, it) => text + math.typeOf(it), Unit: (unit) => 'unit ' + unit });
  console.log(add(1), add([1, 2]), add('a', null), add(math.unit('3 m')));
  math.import({ double: (n) => n * 2, myUnit: 5 });
  math.createUnit('knot2', '0.514444 m/s');
  console.log(math.evaluate('double(myUnit) + 1'), math.evaluate('10 knot2 to km/h').toString(), math.random() !== math.random(), math.pickRandom([7]));
  console.log(math.help('sqrt').toString().split('\n').slice(0, 6).join(' / '));
  console.log(JSON.stringify(math.evaluate('[3 m, 2 + i, 1 / 3]'), math.replacer), String(JSON.parse('{"mathjs":"Unit","value":5,"unit":"cm","fixPrefix":false}', math.reviver)));
};

exports.input = { formula: 'round(price * quantity * (1 + vat), 2)', scope: { price: 19.99, quantity: 3, vat: 0.19 } };
exports.request = ({ formula, scope }) => String(math.evaluate(formula, scope));
