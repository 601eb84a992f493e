// Reports about orders, with lodash.
'use strict';
const _ = require('lodash');

const orders = [
  { id: 1, customer: { name: 'Ada', city: 'London' }, items: [{ sku: 'tea', price: 3.5, quantity: 2 }, { sku: 'cup', price: 8, quantity: 1 }], tags: ['gift', 'fast'] },
  { id: 2, customer: { name: 'Grace', city: 'New York' }, items: [{ sku: 'pen', price: 1.25, quantity: 12 }], tags: [] },
  { id: 3, customer: { name: 'Alan', city: 'London' }, items: [{ sku: 'tea', price: 3.5, quantity: 10 }, { sku: 'pot', price: 29.9, quantity: 1 }], tags: ['fast'] },
  { id: 4, customer: { name: 'Ada', city: 'London' }, items: [], tags: ['gift'] },
];
const total = (order) => _.round(_.sumBy(order.items, (item) => item.price * item.quantity), 2);

exports.job = () => {
  const print = (what, value) => console.log(what, value);
  print('groupBy', _.mapValues(_.groupBy(orders, 'customer.city'), (group) => _.map(group, 'id')));
  print('countBy', _.countBy(_.flatMap(orders, 'tags')));
  print('keyBy', _.keys(_.keyBy(orders, (order) => order.customer.name + order.id)));
  print('orderBy', _.map(_.orderBy(orders, ['customer.name', total], ['asc', 'desc']), 'id'));
  print('partition', _.map(_.partition(orders, (order) => total(order) > 20), (part) => _.map(part, 'id')));
  print('chain', _(orders).flatMap('items').groupBy('sku').mapValues((items) => _.sumBy(items, 'quantity')).toPairs().sortBy(0).value());
  print('lazy', _(_.range(1000)).map((n) => n * n).filter((n) => n % 3 === 1).take(5).value());
  print('get', [_.get(orders, '[0].items[1].sku'), _.get(orders, 'none.at.all', 'nothing'), _.has(orders[0], 'customer.city')]);
  print('set', _.set({}, 'a[0].b["c d"]', 1));
  print('update', _.update({ a: { n: 1 } }, 'a.n', (n) => n + 1));
  print('unset', (() => { const it = { a: { b: 1, c: 2 } }; _.unset(it, 'a.b'); return it; })());
  print('pick', _.pick(orders[0], ['id', 'customer.name']));
  print('omit', _.omit(orders[1], ['items', 'tags', 'customer.city']));
  print('merge', _.merge({ a: [{ x: 1 }], keep: true }, { a: [{ y: 2 }, { z: 3 }] }));
  print('mergeWith', _.mergeWith({ a: [1] }, { a: [2] }, (a, b) => (_.isArray(a) ? a.concat(b) : undefined)));
  print('defaultsDeep', _.defaultsDeep({ a: { b: 1 } }, { a: { b: 2, c: 3 }, d: 4 }));
  const deep = { date: new Date(0), map: new Map([[1, { n: 1 }]]), set: new Set(['a']), re: /x/gi, bytes: new Uint8Array([1, 2]) };
  deep.self = deep;
  const clone = _.cloneDeep(deep);
  print('cloneDeep', [clone !== deep, clone.self === clone, clone.date.getTime(), clone.map.get(1) !== deep.map.get(1), clone.set.has('a'), String(clone.re), clone.bytes.join()]);
  print('isEqual', [_.isEqual(deep, clone), _.isEqual([NaN, -0], [NaN, 0]), _.isEqual({ a: 1 }, { a: 1, b: undefined }), _.isEqual(new Set([{ a: 1 }]), new Set([{ a: 1 }]))]);
  print('isMatch', _.filter(orders, { customer: { city: 'London' }, tags: ['gift'] }).length);
  print('difference', [_.difference([1, 2, 3, 4], [2, 4]), _.intersection([1, 2], [2, 3]), _.union([1], [2, 1]), _.xor([1, 2], [2, 3])]);
  print('differenceBy', _.differenceBy([1.2, 2.3], [1.9], Math.floor));
  print('zip', [_.zip(['a', 'b'], [1, 2]), _.zipObject(['a', 'b'], [1, 2]), _.unzip([['a', 1], ['b', 2]])]);
  print('chunk', [_.chunk(_.range(7), 3), _.compact([0, 1, '', null, 'x']), _.flattenDeep([1, [2, [3, [4]]]])]);
  print('sortedIndex', [_.sortedIndex([10, 30, 50], 40), _.sortedUniq([1, 1, 2]), _.uniqBy([{ n: 1 }, { n: 1 }, { n: 2 }], 'n')]);
  print('case', [_.camelCase('--foo-bar_baz'), _.kebabCase('fooBarBaz42x'), _.snakeCase('XMLHttpRequest'), _.startCase('déjà vu'), _.upperFirst('éclair'), _.deburr('Ærøskøbing Łódź')]);
  print('words', [_.words('fred, barney & pebbles'), _.words('ΔéltaForce 12ab 👨‍👩‍👧 ok')]);
  print('pad', [_.pad('abc', 8, '_-'), _.padStart('7', 3, '0'), _.truncate('hi-diddly-ho there, neighborino', { length: 24, separator: ' ' })]);
  print('escape', [_.escape('<a href="x">&\'</a>'), _.unescape('&lt;b&gt; &amp; &#39;'), _.escapeRegExp('[a](b)*')]);
  const template = _.template('<% _.forEach(people, (person, i) => { %><%= i + 1 %>. <%- person %>\n<% }) %>total: ${ people.length }');
  print('template', template({ people: ['Ada', '<Grace>'] }));
  const calls = [];
  const memo = _.memoize((n) => { calls.push(n); return n * 2; });
  print('memoize', [memo(2), memo(2), memo(3), calls]);
  const curried = _.curry((a, b, c) => [a, b, c]);
  print('curry', [curried(1)(2)(3), curried(1, _, 3)(2), _.partialRight((a, b) => a - b, 1)(10), _.flow([(a, b) => a + b, (n) => n * n])(1, 2)]);
  print('once', (() => { let n = 0; const f = _.once(() => ++n); return [f(), f(), _.times(3, _.constant('x')), _.after(2, () => 'late')()]; })());
  print('reduce', [_.reduce({ a: 1, b: 2 }, (sum, n, key) => sum + key + n, ''), _.transform([2, 3, 4], (into, n) => { into.push(n * n); return n % 2 === 0; }, [])]);
  print('number', [_.clamp(15, 0, 10), _.inRange(4, 8), _.random(5, 5), _.ceil(4.006, 2), _.floor(-4060, -2), _.mean([4, 2, 8, 6]), _.maxBy(orders, total).id]);
  print('type', [[], {}, null, 1, 'a', /x/, new Date(0), new Map(), Symbol('s'), new Error('e'), (function () { return arguments; })()].map((it) =>
    [_.isPlainObject(it), _.isArrayLike(it), _.isEmpty(it), _.isObjectLike(it), _.isError(it), _.isArguments(it), Object.prototype.toString.call(it)].map(String).join(' ')));
  print('toPath', [_.toPath('a[0].b.c'), _.invert({ a: 1, b: 2 }), _.invoke({ a: { f: (n) => n + 1 } }, 'a.f', 41), _.result({ n: () => 5 }, 'n')]);
  print('at', [_.at({ a: [{ b: { c: 3 } }, 4] }, ['a[0].b.c', 'a[1]']), _.toPairs({ x: 1 }), _.findKey({ a: 1, b: 2 }, (n) => n > 1), _.size('four')]);
  print('mixin', (() => { const own = _.runInContext(); own.mixin({ shout: (text) => text.toUpperCase() + '!' }); return [own.shout('hi'), own('hi').shout(), _.VERSION]; })());
  return new Promise((resolve) => {
    const seen = [];
    const late = _.debounce((n) => { seen.push(n); }, 5);
    late(1); late(2); late(3);
    _.defer((text) => seen.push(text), 'deferred');
    _.delay(() => { print('timers', seen); resolve(); }, 20);
  });
};

exports.input = { city: 'London', order: { id: 5, customer: { name: 'Kurt', city: 'London' }, items: [{ sku: 'ink', price: 4.2, quantity: 3 }], tags: ['fast'] } };
exports.request = ({ city, order }) => {
  const all = _.concat(orders, order);
  const found = _.filter(all, { customer: { city } });
  const lines = _.map(_.groupBy(found, 'customer.name'), (group, name) => ({ name: _.upperCase(name), total: _.sumBy(group, total) }));
  return JSON.stringify(_.orderBy(lines, 'total', 'desc'));
};
