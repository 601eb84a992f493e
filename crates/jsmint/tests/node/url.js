// URLs.
const url = require('url');
const t = (f) => { try { console.log(f()) } catch (e) { console.log('throws', e.name, e.code, e.message, e.input, e.base) } };
t(() => [url.URL === URL, url.URLSearchParams === URLSearchParams, Object.keys(url).sort().join(), Object.keys(URL.prototype).sort().join(), Object.keys(URLSearchParams.prototype).sort().join(), URL.length]);
const texts = ['http://example.com', 'HTTP://User:Pass@EXAMPLE.com:80/a/../b?q=1#f', 'https://example.com:443/', 'https://example.com:8443/%7Efoo/ bar', 'file:///tmp/x', 'file://host/x', 'mailto:a@b.c', 'data:text/plain,hi', 'javascript:alert(1)', 'http://[::1]:3000/', 'http://192.168.0.257/', 'http://0x7f.1/', 'http://münchen.de/ä?ö#ü', 'ftp://a:b@c:21/d;type=a', 'blob:https://a.b/c', 'ws://x:80', 'http://', 'x', '', '//a', '/a', 'http://a b/', 'http://a:99999/', 'http:a', 'http:///a', 'urn:x:y', 'http://a/?a=b&c=%20d+e', 'http://xn--ls8h.la/', 'non-special://Host/P a', 'http://a/%zz', '  http://trim.me/\t', 'http://a\\b\\c', 'custom:/a/../b', 'http://a.b./', 'http://user@/'];
for (const text of texts) {
  t(() => { const u = new URL(text); return JSON.stringify([u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash]); });
  t(() => [URL.canParse(text), URL.canParse(text, 'http://base/x/y?z'), new URL(text, 'http://base.org/x/y?z#w').href]);
}
t(() => new URL());
t(() => URL.canParse());
t(() => new URL('/x', 'nope'));
t(() => new URL('http://a:b@c.d:8080/p/q?x=1&y=2#h'));
t(() => require('util').inspect({ u: new URL('file:///a'), p: new URLSearchParams('a=1&b=x y') }, { depth: 0 }));
const sets = [['protocol', 'https'], ['protocol', 'ftp:'], ['protocol', 'mailto'], ['username', 'u@x'], ['password', 'p:/'], ['host', 'new.org:81'], ['host', 'a:'], ['hostname', 'x.y:5'], ['hostname', 'ünï.de'], ['port', '90'], ['port', ''], ['port', '80'], ['port', 'x'], ['port', '70000'], ['pathname', 'a b/ä?#'], ['pathname', ''], ['search', 'q=ä'], ['search', ''], ['search', '?'], ['hash', 'x y'], ['hash', ''], ['href', 'http://other/'], ['href', 'nope'], ['origin', 'x']];
for (const [name, value] of sets) t(() => { const u = new URL('http://u:p@h.com:8080/a/b?c=d#e'); u[name] = value; return [name, value, u.href]; });
t(() => { const u = new URL('http://a/?x=1'); u.searchParams.append('y', 'ä &'); u.searchParams.delete('x'); const s = u.search; u.search = '?z=2'; return [s, u.searchParams.get('z'), u.searchParams === u.searchParams, JSON.stringify({ u }), u + '', Object.prototype.toString.call(u)]; });
t(() => { const u = new URL('http://a/?x=1#h'); u.searchParams.delete('x'); return u.href; });
// parameters
for (const init of [undefined, null, '', '?a=1&b=2', 'a=1&a=2&&=x&b', 'a=%20+%zz%F0%9F%98%80', [['a', 'b'], ['c', 5]], { a: 1, b: [1, 2] }, new Map([['m', 'n']]), new URLSearchParams('c=d'), '??x', 5, true]) t(() => { const p = new URLSearchParams(init); return [p.toString(), p.size, p]; });
for (const init of [[['a']], [5], { [Symbol.iterator]: 5 }, Symbol('x'), [['a', 'b', 'c']], [null]]) t(() => new URLSearchParams(init));
t(() => { const p = new URLSearchParams('b=1&a=2&b=3&c=4'); const out = [p.get('b'), p.get('z'), p.getAll('b'), p.has('a'), p.has('a', '3'), p.has('b', 3)]; p.set('b', 9); p.append('d', null); p.delete('c'); p.sort(); out.push(p.toString()); p.delete('b', '8'); p.delete('a', '2'); out.push(p + '', [...p], [...p.keys()], [...p.values()]); p.forEach((value, key, self) => out.push(value + key + (self === p))); return out; });
for (const name of ['get', 'getAll', 'has', 'delete', 'set', 'append', 'forEach']) t(() => new URLSearchParams()[name]());
t(() => new URLSearchParams().set('a'));
t(() => URLSearchParams.prototype.get.call({}, 'x'));
t(() => [Object.prototype.toString.call(new URLSearchParams()), Object.prototype.toString.call(new URLSearchParams().keys()), new URLSearchParams("a'b=~!*()-._ +&é=\ud800").toString()]);
// files and domains
t(() => ['file:///a/b%20c', 'file:///%E4%BD%A0', new URL('file:///x?y#z'), 'file://localhost/x'].map((each) => url.fileURLToPath(each)));
for (const value of ['file://host/x', 'http://a/b', 'file:///a%2Fb', 5, {}, 'nope', null]) t(() => url.fileURLToPath(value));
t(() => ['/a b', '/a#b?c%d\\e', '/ä', '/a/', '/x\ny', '/a/../b'].map((each) => url.pathToFileURL(each).href));
t(() => url.pathToFileURL(5));
t(() => [url.domainToASCII('español.com'), url.domainToASCII('xn--iñvalid.com'), url.domainToASCII('中文.com'), url.domainToUnicode('xn--espaol-zwa.com'), url.domainToUnicode('xn--iñvalid.com'), url.domainToASCII('')]);
t(() => url.urlToHttpOptions(new URL('https://a:b@[::1]:8080/p?q#h')));
// the old ones
const old = ['http://user:pass@sub.example.com:8080/p/a/t/h?query=string#hash', '/a/b?c=d#e', '//host/path', 'mailto:a@b.c', 'javascript:alert(1)', 'HTTP://A.com', 'http://a.com?x', 'x/y', '', '#h', '?q', 'http://a.com/a b"c', 'file:///etc', 'http://[::1]:80/x', 'http://münchen.de/', 'http:\\\\a\\b', 'a:b', 'http://a:b:c/', 'http://a@b@c/d', ' http://x.y ', 'ftp://h', 'http://a.com:/x', 'foo://bar/baz', 'localhost:3000/x', 'http://x/a;b?c;d', '/a?b?c#d#e'];
for (const text of old) {
  t(() => JSON.stringify(url.parse(text)));
  t(() => JSON.stringify([url.parse(text, true).query, url.parse(text, true, true).host, url.format(url.parse(text)), url.format(text)]));
}
t(() => url.parse('http://a.com/?b=c'));
for (const value of [5, null, undefined, {}]) t(() => url.parse(value));
t(() => [{ protocol: 'http', host: 'a.com', pathname: 'x', query: { a: [1, 2] } }, { hostname: '::1', port: 5 }, { protocol: 'https:', hostname: 'h', port: 1, search: 'q#', hash: 'f', auth: 'u:p@' }, { pathname: 'a?b#c' }, { protocol: 'mailto', pathname: 'a@b' }, { slashes: true, host: 'h' }, {}, { protocol: 'file', pathname: '/x' }].map((each) => url.format(each)));
for (const value of [5, null, undefined]) t(() => url.format(value));
t(() => [url.format(new URL('http://u:p@xn--espaol-zwa.com:81/a?b#c'), { fragment: false, unicode: true, search: false, auth: false }), url.format(new URL('http://a/b'))]);
const pairs = [['/one/two/three', 'four'], ['http://example.com/', '/one'], ['http://example.com/one', '/two'], ['http://a.com/b/c/d?q#h', '../x'], ['http://a.com/b/c', '../../../x'], ['http://a.com/b', ''], ['http://a.com/b', '?q'], ['http://a.com/b', '#h'], ['http://a.com/b', '//c.d/e'], ['http://a.com/b', 'https://x.y/z'], ['http://a.com', 'b'], ['a/b', 'c'], ['/a/b/', '.'], ['/a/b', '..'], ['', 'x'], ['x', ''], ['http://a.com/b/', './c/../d/'], ['http://a.com/b', 'mailto:x@y'], ['a/b', '../../c'], ['http://u:p@a.com/x', '/y'], ['http://a.com/b', 'http:c']];
for (const [from, to] of pairs) t(() => [from, to, url.resolve(from, to)].join(' '));
