const u = require('util');
const t = (f) => { try { console.log(f()) } catch (e) { console.log('throws', e.name, e.code, e.message) } };
t(()=>u.inspect.colors);
t(()=>u.inspect.styles);
t(()=>Object.keys(u.inspect));
t(()=>u.inspect.defaultOptions);
t(()=>u.inherits({},1));
t(()=>u.inherits(function(){},null));
t(()=>u.inherits(function(){},{}));
t(()=>u.promisify(1));
t(()=>u.callbackify(1));
t(()=>u.types.isProxy(new Proxy({}, {})));
t(()=>u.styleText('red','x',{validateStream:false}));
t(()=>u.styleText('nope','x'));
t(()=>u.styleText(['red','bold'],'x'));
t(()=>u.styleText('red',5));
t(()=>u.stripVTControlCharacters('\x1b[31mx\x1b[0m'));
t(()=>u.stripVTControlCharacters(5));
t(()=>u.toUSVString('a\ud800b'));
t(()=>u.getSystemErrorName(-2));
t(()=>u._extend({a:1},{b:2}));
t(()=>u.isDeepStrictEqual({a:1},{a:1}));
t(()=>u.format('%s %d',1));
t(()=>u.formatWithOptions({colors:true},'%s %O',{a:1},{b:2},{c:3}));
t(()=>u.formatWithOptions(5));
t(()=>u.promisify.custom);
t(()=>u.promisify((a,cb)=>cb(null,a,2)).name+u.promisify(function foo(a,b,cb){}).length);
t(()=>u.debuglog('x').enabled);
t(()=>u.debuglog('x').name);
t(()=>{class A{};class B{};u.inherits(B,A);return [B.super_===A,new B() instanceof A,Object.getOwnPropertyDescriptor(B,'super_')]});
t(()=>[u.isArray([]),u.isBoolean(1),u.isNull(null),u.isNullOrUndefined(),u.isNumber(1),u.isString(''),u.isSymbol(Symbol()),u.isUndefined(),u.isRegExp(/x/),u.isObject({}),u.isDate(new Date),u.isError(new Error),u.isFunction(()=>1),u.isPrimitive(1)]);
t(()=>{const o={};o.f=u.deprecate(function foo(a,b){return this===o},'old','DEP1');return [o.f(),o.f.name,o.f.length]});
t(()=>u.inspect({a:1n,b:Symbol('x')},{colors:true}));
t(()=>u.inspect('x',{depth:'q'}));
t(()=>u.inspect({a:{b:{c:{}}}},false,0,true));
t(()=>u.inspect({[u.inspect.custom](d,o,i){return [d,typeof o.stylize,i===u.inspect,Object.keys(o)]}}));
t(()=>u.inspect({[u.inspect.custom](){throw new Error('mine')}}));
t(() => u === require('node:util'));
t(() => u.types === require('util/types'));
t(() => u.inspect.custom === Symbol.for('nodejs.util.inspect.custom'));
t(() => u.inspect({ a: { b: { c: { d: 1 } } } }, { depth: null, compact: false }));
t(() => u.inspect('x'.repeat(12000)).length);
t(() => u.format('%s', 'x'.repeat(3000000)).length + u.inspect('x'.repeat(3000000), { maxStringLength: null }).length);
t(() => { u.inspect.defaultOptions = { depth: 0 }; const text = u.inspect({ a: {} }) + u.inspect({ a: { b: 1 } }); u.inspect.defaultOptions = { depth: 2 }; return text; });
t(() => { u.inspect.defaultOptions = 5; });
t(() => u.format('%s %s %d %i %f %j %o %O %c %%', 'a', { b: 1 }, '5', 5.5, '1.25', { c: [1] }, [1], { d: 2 }, 'css', 'rest', { e: 3 }));
t(() => [u.format(), u.format(1, 2, '3'), u.format('%s'), u.format('%d', 5n), u.format('a', 'b', Symbol('c')), u.format(null, undefined)]);
t(() => u.format('%s', class A { toString() { return 'own' } }) + u.format('%s', new (class A { toString() { return 'own' } })()));
// values that are what they are
const samples = {
  date: new Date(0), args: (function () { return arguments; })(), bigint: Object(1n), boolean: Object(true), number: Object(1), string: Object('a'), symbol: Object(Symbol()),
  error: new TypeError(), fake: Object.create(Error.prototype), regexp: /x/, async: async () => {}, generator: function* () {}, asyncGenerator: async function* () {}, running: (function* () {})(),
  promise: Promise.resolve(), thenable: { then() {} }, map: new Map(), set: new Set(), mapIterator: new Map().keys(), setIterator: new Set().values(), weakMap: new WeakMap(), weakSet: new WeakSet(),
  buffer: new ArrayBuffer(1), view: new DataView(new ArrayBuffer(1)), shared: new SharedArrayBuffer(1), proxy: new Proxy({}, {}), proxyOfMap: new Proxy(new Map(), {}), plain: {}, nothing: null, text: 'x',
  u8: new Uint8Array(1), u8c: new Uint8ClampedArray(1), i8: new Int8Array(1), u16: new Uint16Array(1), f32: new Float32Array(1), f64: new Float64Array(1), bi: new BigInt64Array(1), bu: new BigUint64Array(1),
};
for (const name of Object.keys(u.types)) {
  if (name === 'isEventTarget') continue;
  console.log(name, u.types[name].length >= 0, Object.keys(samples).filter((key) => u.types[name](samples[key])).join());
}
// functions
t(() => { class A { constructor() { this.x = 1 } static s() { return 's' } m() { return 'm' } } const B = u.deprecate(A, 'gone', 'DEP_A'); return [new B(), new B() instanceof A, B.s(), new B().m(), B.name]; });
t(() => u.deprecate(() => {}, 'x', 5));
(async () => {
  const show = async (what, promise) => console.log(what, await promise.then((value) => ['value', value], (error) => ['error', error?.code, error?.message ?? error, error?.reason]));
  await show('promisify', u.promisify((a, b, cb) => cb(null, a + b, 'more'))(1, 2));
  await show('promisify error', u.promisify((cb) => cb(new Error('no')))());
  await show('promisify throws', u.promisify(() => { throw new Error('threw'); })());
  await show('promisify this', u.promisify(function (cb) { cb(null, this.x); }).call({ x: 5 }));
  const custom = Object.assign(() => {}, { [u.promisify.custom]: async () => 'custom' });
  await show('custom', u.promisify(custom)());
  t(() => [u.promisify(custom) === custom[u.promisify.custom], u.promisify(u.promisify(custom)) === u.promisify(custom)]);
  t(() => u.promisify({ [u.promisify.custom]: 5 }));
  t(() => u.promisify(Object.assign(() => {}, { [u.promisify.custom]: 5 })));
  const called = (fn, ...args) => new Promise((resolve) => fn(...args, (...values) => resolve(values.map((value) => value?.message ?? value).concat(values[0]?.code, values[0]?.reason))));
  await show('callbackify', called(u.callbackify(async (a) => a * 2), 4));
  await show('callbackify error', called(u.callbackify(async () => { throw new Error('no'); })));
  await show('callbackify falsy', called(u.callbackify(() => Promise.reject(null))));
  t(() => u.callbackify(async () => {})(5));
  t(() => { const f = u.callbackify(async function work(a) {}); return [f.name, f.length]; });
  await show('aborted', u.aborted(5, {}));
  await show('aborted', u.aborted(AbortSignal.abort(), {}));
  const controller = new AbortController();
  const waiting = u.aborted(controller.signal, {});
  controller.abort();
  await show('aborted', waiting.then((event) => event?.type));
})();
