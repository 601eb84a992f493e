// Values that lead far into the functions of `fs`, `exec`, `database` and `process`, and such as pull the rug out from under
// them half-way. See what calls them for the tools.
globalThis.values = ({ pick, next, thrower, once, again, thing, value }) => {
  const { fs, database } = globalThis.saved;
  const { openSync, closeSync, rmSync, ftruncateSync } = fs;
  const { open } = database;
  const { apply } = Reflect;
  const { includes } = String.prototype;
  const { slice } = Array.prototype;

  const paths = ['file.txt', 'file.txt', 'folder', 'folder/inner.txt', 'link', 'dangling', 'absent', 'absent/x', '.', '', '..', '../outside/secret.txt', './folder/../file.txt', 'folder/',
    '/', '/proc/self/mem', '/dev/zero', 'a\0b', '\ud800', 'é😀', 'x'.repeat(300), 'y/'.repeat(3000), 'new' + 'n', 'made', '/data/file.txt', '/data', 'file:///data/file.txt'];
  const sql = ['SELECT 1', 'SELECT ? AS a', 'SELECT ?, ?', 'SELECT :a AS a, $b AS b', 'SELECT ?5', 'CREATE TABLE IF NOT EXISTS t (a, b)', 'INSERT INTO t VALUES (?, ?)', 'INSERT INTO t VALUES (1, 2)',
    'SELECT * FROM t', 'DELETE FROM t', 'BEGIN', 'BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK', 'SAVEPOINT jsmint', 'RELEASE jsmint', 'DROP TABLE t', 'VACUUM', "ATTACH 'x' AS y", 'PRAGMA user_version',
    'PRAGMA journal_mode = WAL', 'SELECT zeroblob(100000000)', 'SELECT 9223372036854775807 AS a, -9223372036854775808 AS b, 1e999 AS c, NULL AS d, x\'00ff\' AS e', 'SELECT CAST(x\'ff00c0\' AS TEXT)',
    'WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c LIMIT 3000) SELECT x, x AS x FROM c', 'SELECT 1; SELECT 2', ';', '-- nothing', '\0', 'SELECT \'\0\'', '\ud800', 'SELECT "\ud800"',
    'CREATE TRIGGER IF NOT EXISTS r AFTER INSERT ON t BEGIN SELECT raise(ROLLBACK, \'no\'); END', 'CREATE VIRTUAL TABLE v USING fts5(x)', 'EXPLAIN SELECT 1', 'SELECT ' + '('.repeat(2000),
    'SELECT randomblob(-1), substr(x\'00\', -9223372036854775808), printf(\'%.*c\', 100000, \'x\'), abs(-9223372036854775808)'];
  const encodings = ['utf8', 'hex', 'buffer', 'latin1', 'base64', null, 'nope', 7];

  // Closes, empties or removes what a function may have before it.
  const wreck = () => {
    try {
      switch (floor(next() * 7)) {
        case 0: for (let fd = 3; fd < 8; fd++) closeSync(fd); break;
        case 1: { const it = thing(); if (it && typeof it.close === 'function') apply(it.close, it, []); break; }
        case 2: open('memory').close(); break;
        case 3: rmSync('folder', { recursive: true, force: true }); break;
        case 4: ftruncateSync(3, pick([0, 1, 100000])); break;
        case 5: openSync(pick(['file.txt', 'made']), pick(['r', 'w+', 'a'])); break;
        default: database.query(pick(sql));
      }
    } catch {}
  };
  const { floor } = Math;
  const during = (result) => {
    switch (floor(next() * 4)) {
      case 0: wreck(); break;
      case 1: once(); break;
      case 2: again(); break;
      default: if (next() < 0.3) thrower();
    }
    return result;
  };
  const detaching = () => {
    const view = new Uint8Array(64);
    return { view, detach() { try { view.buffer.transfer(); } catch {} return 1; } };
  };
  const names = ['encoding', 'flag', 'mode', 'recursive', 'force', 'withFileTypes', 'bigint', 'signal', 'throwIfNoEntry', 'buffer', 'offset', 'length', 'position', 'input', 'cwd', 'env', 'timeout',
    'maxBuffer', 'shell', 'text', 'a', 'b', '$b', ':a'];
  const option = {
    __proto__: null, encoding: () => pick(encodings), flag: () => pick(['r', 'w', 'a+', 'wx', 'r+', 'zz', 0, 577]), mode: () => pick([0o666, 0o700, '644', -1, 1e10]), timeout: () => pick([1, 5, 0, -1, NaN, 2 ** 40]),
    maxBuffer: () => pick([0, 1, 10, Infinity, -1]), input: () => pick(['text', new Uint8Array(9), '', 'x'.repeat(70000)]), cwd: () => pick(paths), env: () => pick([{}, { LANG: 'C' }, { LANG: 'a\0' }, { '': '' }, { 'A=B': 'c' }, null]),
    recursive: () => pick([true, false]), force: () => true, buffer: () => new Uint8Array(8), offset: () => pick([0, 1, 9, -1]), length: () => pick([0, 4, 99, -5, 2 ** 32]), position: () => pick([0, null, 2 ** 40, -1, 3n]),
  };
  const optionsWith = (accessor) => {
    const all = {};
    for (let count = floor(next() * 5); count >= 0; count--) {
      const name = pick(names);
      const content = next() < 0.7 && option[name] ? option[name]() : value();
      if (accessor) Object.defineProperty(all, name, { get: () => during(content), enumerable: true, configurable: true });
      else all[name] = content;
    }
    return all;
  };
  const infinite = 'WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c';

  const path = () => pick(next() < 0.8 ? paths.slice(0, 7) : paths);
  const file = () => pick([3, 4, 5]);
  const list = () => pick([[], [1], [1, 'x'], [null, 2n], [new Uint8Array(3), -0], { a: 1, b: 'x' }, { ':a': 1.5, $b: null }, new Array(2), { length: 4294967295 }, [[1], [2]], new Array(32767), new Array(20000).fill(long), Object.fromEntries(new Array(200).fill(0).map((_, i) => ['p' + i, long]))]);
  // What the engine itself cannot take to text in time is only for functions that never do.
  const huge = () => (next() < 0.1 ? new Array(4294967295) : list());
  const callback = () => pick([(...args) => during(args[0]), () => {}, () => { wreck(); }, () => { once(); }]);
  const long = 'x'.repeat(100000);
  const bytes = () => pick([new Uint8Array(8), new Uint8Array(70000), detaching().view, 'text', new Float64Array(3), new DataView(new ArrayBuffer(8), 2), new Uint8Array(new SharedArrayBuffer(16))]);
  const options = () => optionsWith(next() < 0.5);
  const number = () => pick([0, 1, 3, 8, 35, 63, 0o644, -1, 1e10, null, undefined]);
  const flag = () => pick(['r', 'r+', 'w+', 'a', true, false, 1, 3, 42]);
  // What functions take, by what their paths look like: the first that fits counts.
  const suits = [
    ['bare/database', () => pick(['memory', 'memory', 'app', 'read-only']), () => pick(sql), huge, () => pick([undefined, 1, 0, 2 ** 32])],
    ['bare/fs.readFile', path, flag, flag], ['bare/fs.writeFile', path, bytes, () => pick([42, 26, 2, 6, 63]), number], ['bare/fs.read', file, () => pick([5, 0, 1e6, 2 ** 53]), number],
    ['bare/fs.write', file, bytes, number], ['bare/fs.open', path, () => pick([1, 3, 10, 42]), number], ['bare/fs.f', file, number], ['bare/fs.close', file], ['bare/fs', path, () => pick([path(), flag(), number()]), flag, number],
    ['bare/exec', () => pick(['cat', 'true']), () => pick([[], ['file.txt'], ['-'], new Array(4294967295), new Array(1e6).fill(long), { length: 3 }]), options],
    ['database.Connection', () => pick(sql), list, value], ['database.open', () => pick(['memory', 'app', 'read-only'])], ['database().', () => pick(sql), list], ['prepare()', list, value], ['database.configure', () => 'sqlite', () => pick(['memory', 'app'])], ['database', () => pick(sql), list, value],
    ['exec', () => pick(['cat', 'true']), () => pick([[], ['file.txt'], ['-']]), options], ['child_process', () => pick(['cat', 'true']), () => pick([[], ['file.txt'], ['-']]), options, callback],
    ['fs.open', path, () => pick(['r', 'r+', 'w+', 'a', 'wx+']), number, callback], ['fs.f', file, () => pick([number(), options()]), callback], ['fs.read', () => pick([path(), file()]), () => pick([bytes(), options(), 'utf8']), number, number, number, callback],
    ['fs.write', () => pick([path(), file()]), bytes, () => pick([number(), options()]), number, number, callback], ['fs.close', file, callback], ['fs', path, () => pick([path(), options(), number(), bytes()]), () => pick([options(), callback()]), callback],
  ];
  const suit = (wanted) => {
    for (let i = 0; i < suits.length; i++) if (apply(includes, wanted, [suits[i][0]])) return apply(slice, suits[i], [1]);
    return undefined;
  };

  return { suit, makers: [
    () => pick(paths), () => pick(paths), () => pick(sql), () => pick(sql), () => thing(), () => thing(),
    () => (next() < 0.003 ? infinite : pick(sql)),
    () => pick([3, 4, 5, 6, 0, 1, 2, -1, 1e9, 255]), () => pick([3, 4, 5]),
    () => pick(['r', 'w', 'a', 'r+', 'wx', 'a+', 'ax+', 'rs', 66, 0o100]), () => pick(encodings),
    () => pick(['memory', 'app', 'none', 'read-only', 'sqlite', 'sqlite3']), () => pick(['true', 'cat', 'sh', './true', 'true\0']),
    () => pick([['x'], ['file.txt'], ['absent', '-n'], ['a\0b'], ['\ud800'], new Array(5000).fill('y'), ['z'.repeat(200000)], [thrower], [Symbol('s')], [null, undefined, {}]]),
    () => optionsWith(false), () => optionsWith(false), () => optionsWith(true), () => optionsWith(true),
    () => new Proxy(optionsWith(true), { get: (target, key) => during(key in target ? target[key] : next() < 0.2 ? value() : undefined) }),
    () => new Proxy([1, 2], { get: (target, key) => during(key === 'length' && next() < 0.5 ? pick([0, 2, 3, 4294967295, -1, 1e300]) : target[key]) }),
    () => new Proxy({ a: 1, b: 2 }, { ownKeys: () => during(pick([['a'], ['a', 'b', 'c'], ['a', 'a'], []])), getOwnPropertyDescriptor: () => during({ value: 1, enumerable: true, configurable: true }) }),
    () => ({ toString: () => during(pick(paths)), valueOf: () => during(3), toJSON: () => during('json') }),
    () => ({ [Symbol.iterator]: () => during([value(), value()][Symbol.iterator]()), length: 2, map: () => during(['x']), 0: 'a' }),
    () => ({ href: 'file:///data/file.txt', protocol: 'file:', hostname: '', get pathname() { return during('/data/file.txt'); } }),
    () => { const { view, detach } = detaching(); const use = { buffer: view, get offset() { return detach(); }, get length() { return detach(); }, get position() { return detach(); } }; return pick([view, use]); },
    () => { const { view, detach } = detaching(); return [view, { toString: detach, valueOf: detach }, view]; },
    () => pick([new Uint8Array(new SharedArrayBuffer(16)), new Uint8Array(1 << 20), Object.defineProperty(new Uint8Array(4), 'byteLength', { value: 1e9 }), new DataView(new ArrayBuffer(8), 2)]),
    () => pick(['x'.repeat(1 << 20), '\ud800'.repeat(1000), '\0'.repeat(1000), 2n ** 63n, -(2n ** 63n), 10n ** 400n, { length: 4294967295 }, Object.assign([], { length: 300000 })]),
    () => (...args) => during(args[0]), () => async () => during(1), () => () => { wreck(); }, () => () => { thrower(); },
    () => class extends (typeof database.Connection === 'function' ? database.Connection : Object) {},
    () => Object.create(thing() ?? null), () => new Proxy(thing() ?? {}, {}), () => globalThis.saved,
  ] };
};

// Lets what is built in do something else for the length of a call, as scripts can.
globalThis.disturb = (seed, calls) => {
  const list = [];
  const random = () => ((seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 8) / 2 ** 24;
  for (const owner of [Array.prototype, String.prototype, Promise.prototype, Object, Array, Uint8Array.prototype, Map.prototype, WeakSet.prototype, Number, Reflect, ArrayBuffer]) {
    for (const key of Reflect.ownKeys(owner)) {
      const it = Object.getOwnPropertyDescriptor(owner, key);
      if (typeof it.value === 'function' && it.configurable && key !== 'constructor') list.push([owner, key, it]);
    }
  }
  const { defineProperty, apply } = Reflect;
  const [owner, key, it] = list[Math.floor(random() * list.length)];
  const others = [() => undefined, () => 5, () => [], () => ({}), function () { return this; }, () => { throw new Error('mine'); },
    function (...args) { return apply(it.value, this, random() < 0.5 ? args : [args[1], args[0]]); }, () => new Array(30000), () => ['memory', 'SELECT 1', { length: 1e9 }][Symbol.iterator]()];
  const other = others[Math.floor(random() * others.length)];
  let inside = false;
  defineProperty(owner, key, { ...it, value(...args) {
    if (inside || random() < 0.7) return apply(it.value, this, args);
    inside = true;
    try {
      return apply(other, this, args);
    } finally {
      inside = false;
    }
  } });
  return fuzz(seed, calls);
};
