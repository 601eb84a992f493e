// Query strings.
const qs = require('querystring');
const t = (f) => { try { console.log(JSON.stringify(f())) } catch (e) { console.log('throws', e.name, e.code, e.message) } };
t(() => [Object.keys(qs), qs.parse === qs.decode, qs.stringify === qs.encode, require('node:querystring') === qs]);
const texts = ['', 'a', 'a=1', 'a=1&b=2', 'a=1&a=2&a=3', '=x', '&&a=b&&', 'a==b', 'a=%20+b', 'a%3Db=c', '%zz=%', '%E4=%C3%A4', 'a=b=c', 'a&b', '__proto__=1&toString=2', 'foo=%EF%BF%BD', 'a[]=1&a[]=2', 'ä=ö', '%F0%9F%98%80'];
for (const text of texts) t(() => [qs.parse(text), qs.parse(text, ';', ':'), qs.unescape(text), qs.escape(text), qs.unescapeBuffer(text).toString('hex')]);
t(() => [qs.parse('a:1;b:2', ';', ':'), qs.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }), qs.parse('a=1&b=2', '', ''), qs.parse('a=>1&&b=>2', '&&', '=>')]);
t(() => qs.parse('a=%20b+c', null, null, { decodeURIComponent: (text) => '<' + text + '>' }));
t(() => qs.parse('a=%zz', null, null, { decodeURIComponent() { throw new Error('no'); } }));
t(() => [qs.parse(5), qs.parse(null), qs.parse(Array.from({ length: 1005 }, (_, i) => 'k' + i).join('&')).k999, Object.keys(qs.parse(Array.from({ length: 1005 }, (_, i) => 'k' + i).join('&'), null, null, { maxKeys: 0 })).length, Object.getPrototypeOf(qs.parse('a')) === null]);
for (const object of [{ a: 1, b: 'x y', c: true, d: null, e: undefined, f: 5n, g: NaN, h: Infinity, i: [1, 'b', null], j: {}, k: [] }, { 'a b': 'ä€😀', "!'()*-._~": '!\'()*-._~&=+' }, null, 5, 'x', [1, 2]]) t(() => [qs.stringify(object), qs.stringify(object, ';', ':')]);
t(() => qs.stringify({ a: 'b c' }, null, null, { encodeURIComponent: (text) => '<' + text + '>' }));
t(() => qs.escape('\ud800'));
t(() => [qs.escape('\ud83d\ude00'), qs.escape(5), qs.escape({}), qs.escape(null)]);
t(() => qs.unescape('%zz%41', true));
