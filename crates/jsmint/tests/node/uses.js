// URLs, digests, queries, paths and the process as packages use them.
const { inspect } = require('util');
const url = require('url');
const crypto = require('crypto');
const path = require('path');
const querystring = require('querystring');
const t = (f) => { try { console.log(f()); } catch (error) { console.log('throws', error.name, error.code, error.message); } };
t(() => new URL('https://user:pw@host.example:8080/a/b.html?x=1&y=2#frag'));
t(() => inspect(new URL('https://a.b/'), { depth: 0 }) + inspect([new URL('https://a.b/')]) + inspect({ a: { b: { u: new URL('https://a.b/') } } }));
t(() => new URLSearchParams('a=1&b=2&a=3'));
t(() => [new URLSearchParams(), new URLSearchParams('a=1').entries(), new URLSearchParams('a=1').keys(), new URLSearchParams('a=1')[Symbol.iterator]()]);
t(() => JSON.stringify({ u: new URL('http://x/y') }) + new URL('http://x/y') + String(new URLSearchParams({ q: 'a b', r: 'é' })));
t(() => { const u = new URL('http://x/'); u.pathname = '/a b/ü'; u.search = 'q=ü&r=a b'; u.hash = 'h ü'; return u.href; });
t(() => { const u = new URL('http://x/?a=1'); u.searchParams.set('a', 'b&c'); u.searchParams.append('d', ''); u.searchParams.sort(); return [u.search, [...u.searchParams], u.searchParams.size]; });
t(() => Object.fromEntries(new URLSearchParams('a=1&b=2')));
t(() => { const u = new URL('../x?y#z', 'http://h/a/b/c'); return [u.href, Object.keys(u), JSON.stringify({ ...u }), u instanceof URL, Object.prototype.toString.call(u)]; });
t(() => { try { new URL('nonsense'); } catch (error) { return [error.name, error.code, error.message, error.input, error instanceof TypeError, Object.keys(error)]; } });
t(() => { try { new URL('/x', 'nonsense'); } catch (error) { return [error.code, error.input, error.base]; } });
t(() => ['http://[::1]:3000/', 'http://1.2.3', 'http://0x7f.1/', 'http://a.b:0/', 'http://EXAMPLE.com./', 'http://a%41.com', 'data:text/plain,hi', 'blob:https://a.com/x', 'javascript:1', 'ws://a:80', 'wss://a:443', 'ftp://a:21/x;type=a', 'about:blank', 'http:a', 'http:/a', 'http:///a', 'c:/x', 'http://a/%zz', 'http://a/?%zz', "http://a/?'", "custom://h/'?'", 'http://xn--/', 'http://ß.de/', 'http://☃.net/', 'http://a b/', 'http://a<b/', 'http://a/\\b', 'http://a\n.b/', '  http://a/  ', 'file:c:\\x', 'urn:isbn:1', 'http://u@:p@h/', 'http://h:99999/', 'http://h:8a/'].map((text) => { try { const u = new URL(text); return u.href + ' ' + u.origin; } catch (error) { return text + ' ' + error.code; } }).join('\n'));
t(() => url.parse('http://user:pass@host.com:8080/p/a?query=string#hash'));
t(() => url.parse('/a?b=c&d=e', true).query.d + inspect(url.parse('/a?b=c', true).query) + url.parse('//h/p', false, true).host);
t(() => url.format({ protocol: 'https', host: 'x.y', pathname: '/a b', query: { q: ['1', '2'], e: '' } }) + ' ' + url.resolve('http://a/b/c', '../d?e') + ' ' + url.format(new URL('http://a/b?c#d'), { fragment: false }));
t(() => [url.fileURLToPath('file:///a%20b'), url.pathToFileURL('/a b#c').href, url.fileURLToPath(new URL('file:///x/y'))]);
t(() => url.fileURLToPath('https://x'));
// digests
t(() => crypto.createHash('sha256').update('a').update('b', 'utf8').update(Buffer.from('c')).digest('hex'));
t(() => [crypto.createHash('md5').update('x').digest().length, crypto.createHash('sha1').update('x').digest('base64'), crypto.createHash('SHA512').update('').digest('base64url'), crypto.createHash('RSA-SHA256').update('x').digest('hex')]);
t(() => crypto.createHmac('sha256', 'key').update('data').digest('hex') + crypto.createHmac('sha1', Buffer.alloc(100)).update('').digest('base64'));
t(() => crypto.createHash('sha256').update('x').digest('latin1').length + crypto.createHash('sha256').update('x').digest('binary').length + typeof crypto.createHash('sha256').update('x').digest('buffer'));
t(() => crypto.createHash('sha256', { outputLength: 32 }).update('x').digest('hex'));
t(() => crypto.createHash('sha256', { outputLength: 5 }).update('x').digest('hex'));
t(() => typeof crypto.hash === 'function' && [crypto.hash('sha1', 'x'), crypto.hash('md5', Buffer.from('x'), 'base64')]);
t(() => crypto.createHash('md4'));
t(() => [crypto.createHash('md5').update('x').digest('nope'), crypto.createHash('md5').update('é', 'nope').digest('hex'), crypto.createHmac('md5', 'k').update('x').digest('nope')]);
t(() => [crypto.subtle, crypto.webcrypto, Object.prototype.toString.call(crypto.subtle), typeof SubtleCrypto]);
t(() => new SubtleCrypto());
t(() => { const it = new URLSearchParams('a=1&b=2&c=' + 'x'.repeat(70)).entries(); it.next(); return [it, { a: { b: { it } } }]; });
t(() => [new URLSearchParams().keys(), inspect(new URLSearchParams('a=' + 'y'.repeat(80)).values())]);
t(() => [crypto.randomUUID().length, crypto.randomUUID({ disableEntropyCache: true })[14], crypto.randomBytes(4).toString('hex').length, typeof crypto.randomInt(10), globalThis.crypto.getRandomValues(new Uint8Array(4)).length, crypto.pseudoRandomBytes(3).length]);
t(() => [crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('ab')), crypto.getHashes().length > 10, Array.isArray(crypto.getCiphers()), Array.isArray(crypto.getCurves()), crypto.subtle === crypto.webcrypto.subtle, typeof crypto.constants, crypto.webcrypto === globalThis.crypto, crypto.getFips()]);
t(() => inspect(crypto.createHash('md5')).split('{')[0]);
// the rest
t(() => querystring.parse('a=1&b=2&a=3&c=%20+x&d&=e&f=g=h'));
t(() => querystring.stringify({ a: [1, 2], b: 'x y', c: '', d: null, e: undefined, f: true, g: {}, h: 'é', i: NaN, j: 10n }));
t(() => [path.join('a', '..', '..', 'b'), path.resolve('/a', '../b', './c'), path.relative('/a/b/c', '/a/d'), path.parse('/x/y.tar.gz').name, path.format({ dir: '/d', base: 'b' }), path.extname('.x'), path.basename('a.js', '.js'), path.isAbsolute('C:/'), path.win32.join('a', '/b'), path.posix === path, path.sep, path.delimiter, path.normalize('a//b/../c/.'), path.dirname('/a')]);
t(() => path.join('a', 5));
t(() => [typeof process.hrtime.bigint(), process.version.startsWith('v20.'), process.versions.node.split('.')[0], typeof process.memoryUsage().heapUsed, process.stdout.isTTY === true, process.stdout.columns, typeof process.uptime(), typeof process.cwd(), process.argv.length > 0, process.execArgv, process.exitCode, process.title.length > 0, process.platform, typeof process.arch, typeof process.release.name]);
t(() => [typeof process.on, typeof process.emitWarning, process.listenerCount('x'), process.on('exit', () => {}) === process, process.off('exit', () => {}) === process, typeof process.binding, typeof process.umask(), typeof process.features, typeof process.config, process.allowedNodeEnvironmentFlags instanceof Set, process.hasUncaughtExceptionCaptureCallback()]);
t(() => [global === globalThis, typeof global.process, Object.keys(globalThis).includes('global'), ['Buffer', 'process', 'URL', 'crypto', 'global', 'SubtleCrypto', 'setTimeout'].map((name) => Object.getOwnPropertyDescriptor(globalThis, name)?.enumerable).join()]);
t(() => [typeof process.stdout.write, typeof process.stdout.on, typeof process.stdout.end, typeof process.stderr.fd, typeof process.stdin, process.env.HOME?.length >= 0 || process.env.HOME === undefined, process.stdout.writable]);
(async () => {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('abc'));
  console.log(bytes.constructor.name, Buffer.from(bytes).toString('hex'));
  for (const name of ['SHA-1', 'sha-384', { name: 'SHA-512' }]) console.log(Buffer.from(await crypto.subtle.digest(name, Buffer.from('x'))).toString('base64').slice(0, 20));
  for (const args of [['MD5', Buffer.alloc(1)], ['SHA-1', 'text'], []]) {
    try { await crypto.subtle.digest(...args); } catch (error) { console.log(error.name, error.code, error.message); }
  }
})().catch((error) => console.log(error.name, error.message));
t(() => { const os = require('os'); return ['' + os.EOL, `${os.tmpdir}` === os.tmpdir(), `${os.hostname}` === os.hostname(), +os.totalmem > 0, os.uptime < os.uptime() + 1e6, Object.keys(os).filter((key) => os[key]?.[Symbol.toPrimitive] !== undefined).sort().join()]; });
t(() => [process.stdout.writableLength, process.stdout.destroyed, process.stdout.writableEnded, typeof process.stdout.cork, typeof process.stdout.uncork]);
t(() => { class Mine extends URL { constructor(text) { super(text); this.extra = 1; } } return [new Mine('http://a/b').extra, new Mine('http://a/b').pathname, inspect(new Mine('http://a/b')).split('\n')[0]]; });
t(() => new URL(new URL('http://a/b')).href + new URL({ toString: () => 'http://c/' }).href + new URL('d', new URL('http://e/f/')).href);
t(() => { const u = new URL('http://a/?x=%20+y'); return [u.searchParams.get('x'), u.search, u.searchParams.toString(), (u.searchParams.append('z', '~'), u.search)]; });
t(() => { const dst = {}; for (const key in Buffer) dst[key] = Buffer[key]; return Object.keys(dst).sort().join(); });
t(() => { function SafeBuffer(a, b, c) { return Buffer(a, b, c); } SafeBuffer.prototype = Object.create(Buffer.prototype); return [SafeBuffer('a'), Object.create(Buffer.prototype) instanceof Buffer]; });
t(() => ['path', 'url', 'crypto', 'buffer', 'os', 'process', 'querystring', 'string_decoder', 'util', 'events', 'assert', 'timers'].map((name) => require('node:' + name) === require(name)).join());
