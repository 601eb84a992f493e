//// timeout: loops
for (;;) {}
//// timeout: catches and loops
for (;;) { try { for (;;) {} } catch {} finally { continue; } }
//// interrupted: loops in a function with finally
function f() { try { interruptMe(); for (;;) {} } finally { globalThis.caught = 1; return 2; } } f();
//// interrupted: in a sort's callback
Array.from({ length: 1000 }, (_, i) => i).sort((a, b) => { interruptMe(); for (;;) {} });
//// interrupted: in a getter
({ get x() { interruptMe(); for (;;) {} } }).x;
//// interrupted: in a setter that an assignment to an inherited property runs
class A { set x(v) { interruptMe(); for (;;) {} } } new (class extends A {})().x = 1;
//// interrupted: in a proxy's trap
Object.keys(new Proxy({}, { ownKeys() { interruptMe(); for (;;) {} } }));
//// interrupted: in toString, valueOf and toPrimitive
`${{ toString() { interruptMe(); for (;;) {} } }}`;
//// interrupted: in toJSON
JSON.stringify({ a: [{ toJSON() { interruptMe(); for (;;) {} } }] });
//// interrupted: in a reviver
JSON.parse('[1,[2,[3]]]', () => { interruptMe(); for (;;) {} });
//// interrupted: in a replacer of a regular expression
'abc'.replace(/./g, () => { interruptMe(); for (;;) {} });
//// timeout: in a regular expression that backtracks without end
/^(a+)+$/.test('a'.repeat(40) + 'b');
//// interrupted: in an iterator that a spread drains
[...{ *[Symbol.iterator]() { interruptMe(); for (;;) yield 1; } }];
//// interrupted: in a constructor of a species
class Sub extends Array { static get [Symbol.species]() { return function () { interruptMe(); for (;;) {} }; } } new Sub(1, 2).map((x) => x);
//// interrupted: in a static block, with private state half made
class Half { #a = 1; static made = new Half(); static { interruptMe(); for (;;) {} } #b = 2; }
//// interrupted: while a module loads
require.cache['/lib/late.js'] = { get exports() { interruptMe(); for (;;) {} } }; require('./lib/late.js');
//// interrupted: in a with block and a Symbol.unscopables
Function('o', 'with (o) { return x }')({ x: 1, get [Symbol.unscopables]() { interruptMe(); for (;;) {} } });
//// interrupted: while a Map is walked and changed
const map = new Map([[1, 1]]); interruptMe(); let i = 0; map.forEach((v, k) => { map.delete(k); map.set(++i, 1); });
//// stack: calls itself
(function f() { return 1 + f(); })();
//// stack: calls itself through everything that calls
const deep = { toString() { return `${deep}`; }, get x() { return this.x; }, valueOf() { return +deep; } }; deep.x;
//// stack: writes JSON of what is nested too deep
let nest = []; for (let i = 0; i < 50000; i++) nest = [nest]; JSON.stringify(nest);
//// stack: reads JSON that is nested too deep
JSON.parse('['.repeat(100000));
//// stack: reads source that is nested too deep
eval('('.repeat(100000));
//// stack: follows a chain of proxies
let proxy = {}; for (let i = 0; i < 50000; i++) proxy = new Proxy(proxy, {}); proxy.x;
//// stack: follows a chain of bound functions
let f = () => 1; for (let i = 0; i < 2500; i++) f = f.bind(null); f();
//// stack: runs out in toString
const o = { toString() { return [o] + ''; } }; `${o}`;
//// ok: catches that the stack is used up, many times
let times = 0; const f = () => { try { f(); } catch (error) { times++; throw error; } }; for (let i = 0; i < 5; i++) try { f(); } catch {} times > 100
//// ok: has a long chain of prototypes and a long list freed at once
let chain = null; for (let i = 0; i < 100000; i++) chain = { chain }; chain = null;
let proto = {}; for (let i = 0; i < 5000; i++) proto = Object.create(proto); proto.nothing === undefined
//// throws: throws something that is no error
throw { message: 'not an error', get stack() { throw 1; } };
//// throws: throws a proxy
throw new Proxy(new Error('hidden'), { get() { throw 1; }, getPrototypeOf() { throw 2; } });
//// throws: throws through native code
[1].map(() => JSON.parse('{"a":', () => { throw 1; }));
//// throws: throws an error whose causes go round
const error = new Error('round'); error.cause = error; error.stack = { toString() { throw 1; } }; throw error;
//// syntax: is no script
let let = ;
//// syntax: has an invalid regular expression
/(?<a>.)(?<a>.)/;
//// syntax: ends in the middle of a template
`${1 + `
