'use strict';
// An application with state of every sort that a script can keep, so that a tenant has something to spoil and an image
// something to get wrong.
const shared = require('./lib/shared.js');
const data = require('./lib/data.json');

const keys = [{ name: 'first' }, { name: 'second' }, function third() {}, Symbol('fourth'), Symbol.for('fifth'), NaN, 6n];
const map = new Map(keys.map((key, i) => [key, i]));
const set = new Set(keys);
const weakMap = new WeakMap(keys.filter((key) => Object(key) === key).map((key, i) => [key, i]));
const weakSet = new WeakSet([keys[1]]);

class Account {
  static #made = 0;
  #balance = 10;
  constructor() {
    Account.#made++;
  }
  get balance() {
    return this.#balance;
  }
  #add(amount) {
    return (this.#balance += amount);
  }
  deposit(amount) {
    return this.#add(amount);
  }
  static made() {
    return Account.#made;
  }
  static owns(object) {
    return #balance in object;
  }
}
class Savings extends Account {
  rate = 0.5;
  deposit(amount) {
    return super.deposit(amount) + 1;
  }
}
const account = new Account();
const savings = new Savings();

function* counting() {
  let n = 0;
  try {
    while (true) n += (yield n) ?? 1;
  } finally {
    shared.log.push('counting closed');
  }
}
const generator = counting();
generator.next();
generator.next(4);

const gate = Promise.withResolvers();
const waiting = (async () => {
  const first = await gate.promise;
  const second = await new Promise((resolve) => resolve(first + 1));
  return second * 2;
})();
const asyncGenerator = (async function* () {
  yield 'a';
  yield await gate.promise;
})();

const logged = [];
const proxy = new Proxy({ hidden: 1 }, {
  get(target, key) {
    logged.push(String(key));
    return key in target ? target[key] : `no ${String(key)}`;
  },
});

let closure = 0;
const sticky = /a(?<n>\d)/gy;
sticky.exec('a1a2');
const bytes = new Uint8Array([1, 2, 3]);
const view = new DataView(bytes.buffer);
const resizable = new ArrayBuffer(2, { maxByteLength: 6 });
const floats = Float64Array.of(0.5, -0, NaN);
const date = new Date(86400000);
const big = 2n ** 100n;
const ring = { name: 'ring' };
ring.self = ring;
const frozen = Object.freeze({ list: Object.freeze([1, 2]) });
const bound = function (a, b) { return [this.name, a, b]; }.bind({ name: 'bound' }, 1);
const weak = new WeakRef(account);

globalThis.app = {
  shared, data, keys, map, set, weakMap, weakSet, Account, Savings, account, savings, generator, gate, waiting,
  asyncGenerator, proxy, logged, sticky, bytes, view, resizable, floats, date, big, ring, frozen, bound, weak,
  handle(request) {
    closure += request.n ?? 1;
    return { closure, text: JSON.stringify(request), size: map.size };
  },
  // The state that nothing leads to, as data.
  describe: () => ({
    closure,
    made: Account.made(),
    balances: [account.balance, savings.balance, savings.rate],
    owns: [Account.owns(account), Account.owns({})],
    map: keys.map((key) => map.get(key)),
    set: keys.map((key) => set.has(key)),
    weak: keys.map((key) => (Object(key) === key ? [weakMap.get(key), weakSet.has(key)] : null)),
    next: generator.next(10),
    proxy: [proxy.hidden, proxy.other, logged.length],
    match: sticky.exec('a1a2')?.groups.n,
    last: sticky.lastIndex,
    bytes: [view.getUint16(0), bytes.length, resizable.byteLength, resizable.maxByteLength],
    floats: [...floats].map((x) => (Object.is(x, -0) ? '-0' : String(x))),
    date: date.toISOString(),
    big: String(big),
    bound: bound(2),
    deref: weak.deref() === account,
    log: shared.log,
  }),
};
exports.handle = globalThis.app.handle;
