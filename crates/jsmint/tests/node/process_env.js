// `process.env`: what is put in becomes a text.
const t = (f) => { try { console.log(f()); } catch (error) { console.log('throws', error.name, error.code); } };
const { env } = process;
t(() => { env.MINE = 5; return [typeof env.MINE, env.MINE, 'MINE' in env, Object.keys(env).includes('MINE')]; });
t(() => { env.MINE = undefined; return env.MINE; });
t(() => { env.MINE = null; return env.MINE; });
t(() => { env.MINE = { toString: () => 'made' }; return env.MINE; });
t(() => { 'use strict'; env.MINE ||= 'other'; env.OTHER ??= true; return [env.MINE, env.OTHER]; });
t(() => [delete env.MINE, env.MINE, 'MINE' in env, delete env.NOT_THERE]);
t(() => { env.MINE = Symbol('x'); });
t(() => { env[Symbol('x')] = 1; });
t(() => [env[Symbol.iterator], env.SURELY_NOT_THERE, Object.prototype.toString.call(env), typeof env.hasOwnProperty]);
t(() => Object.defineProperty(env, 'MINE', { value: 1 }));
t(() => Object.defineProperty(env, 'MINE', { get() {}, configurable: true, enumerable: true }));
t(() => { Object.defineProperty(env, 'MINE', { value: 1, writable: true, enumerable: true, configurable: true }); return JSON.stringify(Object.getOwnPropertyDescriptor(env, 'MINE')); });
t(() => Object.freeze(env));
t(() => { const copy = { ...env, B: 'b' }; return [copy.MINE, copy.OTHER, copy.B, JSON.parse(JSON.stringify(env)).MINE]; });
t(() => { Object.assign(env, { ONE: 1, TWO: 'two' }); return [env.ONE === '1', env.TWO]; });
t(() => { process.env = { own: 1 }; return process.env.own; });
