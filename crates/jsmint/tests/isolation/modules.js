//// ok: replaces what the cache holds
require.cache['/app.js'].exports = { evil: 1 }; require.cache['/lib/shared.js'] = { exports: 'evil' };
require('./lib/shared.js') === 'evil' && require('./app.js').evil === 1
//// ok: deletes from the cache and loads again
for (const key of Object.keys(require.cache)) delete require.cache[key];
require('./lib/shared.js') !== app.shared && require('./app.js') && app.handle({}).closure === 1
//// ok: changes the exports of a module
app.shared.value = 'evil'; app.shared.log.push('evil'); app.data.list.length = 0; app.data.list = 'evil';
require('./lib/shared.js').value === 'evil'
//// ok: loads modules that nobody has loaded before
const late = app.shared.late(); late.next(); late.next();
require('./lib/late.js').n === 2
//// throws: a module that throws while it loads
require('./lib/thrower.js');
//// ok: imports an ES module and changes its state
const names = await import('./lib/mod.mjs'); names.next(); names.next(); names.default.evil = 1;
names.n === 2
//// throws: imports what is not there
await import('./lib/nothing.mjs');
//// throws: requires what is not there
require('./lib/nothing.js');
//// ok: replaces require and the module system's own functions
require.resolve = () => 'evil'; require.cache['/lib/late.js'] = { exports: 'evil' }; require.main = 1;
const Module = require('module'); Module.prototype.evil = 1; Module._load = () => 'evil'; Module.builtinModules = [];
globalThis.require = () => 'evil';
require('anything') === 'evil'
//// ok: uses the state of a native module
const counter = require('counter'); counter.next(); counter.next(); counter.fixed.push(4); counter.evil = 1;
const next = counter.next; counter.next = null;
next() === 3 && require('counter').evil === 1
//// ok: freezes a native module, and stands in for it in the cache
Object.freeze(require('counter')); Object.freeze(Object.getPrototypeOf(require('counter').next));
require.cache.counter = { exports: 'evil' };
require('counter') === 'evil'
//// throws: gives a native function what it cannot use
require('counter').next.call(null, new Proxy({}, { get() { throw 1; } })); interruptMe.call(Symbol()); throw new Error('no');
//// ok: requires with prototypes spoilt
Object.prototype.paths = ['/evil']; Array.prototype.push = null; String.prototype.startsWith = () => true;
Map.prototype.get = () => ({ exports: 'evil' }); Object.prototype.kind = 'json';
require('./lib/late.js').next() === 1
//// ok: changes modules that are built in, and their classes
const util = require('util'); util.inspect = () => 'evil'; util.inspect.custom = 1; util.types.isDate = () => true; util.evil = 1;
const EventEmitter = require('events'); EventEmitter.prototype.emit = () => 'evil'; EventEmitter.defaultMaxListeners = 1; EventEmitter.errorMonitor = 'evil';
require('assert').strictEqual = () => 'evil'; AbortSignal.prototype.evil = 1; EventTarget.prototype.dispatchEvent = () => 'evil'; performance.now = () => -1; performance.mark('evil');
require('util').inspect({}) === 'evil' && new EventEmitter().emit('x') === 'evil' && performance.getEntriesByName('evil').length === 1
//// ok: puts something else in the place of globals that were never used
Event = 'evil'; structuredClone = () => 'evil'; delete globalThis.AbortController; Object.defineProperty(globalThis, 'TextDecoder', { value: 'evil' });
Event === 'evil' && structuredClone(1) === 'evil' && typeof AbortController === 'undefined' && TextDecoder === 'evil'
//// ok: loads modules where the language is damaged
Array.prototype.push = null; Object.prototype.get = 'evil'; Array.prototype[Symbol.iterator] = null; String.prototype.slice = () => 'evil'; Map.prototype.get = null;
for (let i = 0; i < require('module').builtinModules.length; i++) try { require(require('module').builtinModules[i]); } catch {}
true
//// ok: gives modules what never ends
const endless = { get self() { return { get self() { return endless; } }; } }, list = []; list.push(list, endless, new Proxy(list, {}));
const emitter = new (require('events'))(); for (let i = 0; i < 2000; i++) emitter.on('x', () => {});
require('util').inspect(list, { depth: 50, getters: true }).length > 10 && structuredClone({ list: [1, endless.length] }).list.length === 2 && emitter.emit('x')
//// throws: a listener that throws
const target = new EventTarget(); target.addEventListener('x', () => { throw new Error('evil'); }); target.dispatchEvent(new Event('x')); true
