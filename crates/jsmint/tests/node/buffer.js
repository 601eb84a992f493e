// Buffers.
const buffer = require('buffer');
const t = (f) => { try { console.log(f()) } catch (e) { console.log('throws', e.name, e.code, e.message) } };
t(() => [buffer.Buffer === Buffer, require('node:buffer') === buffer, typeof Buffer, Buffer.name, Buffer.length, Buffer.poolSize, buffer.INSPECT_MAX_BYTES]);
t(() => Object.keys(Buffer.prototype).sort().join());
t(() => Object.keys(Buffer.prototype).filter((key) => typeof Object.getOwnPropertyDescriptor(Buffer.prototype, key).value === 'function' && !/Float|Double/.test(key)).map((key) => Buffer.prototype[key].name + Buffer.prototype[key].length).sort().join());
t(() => Object.getOwnPropertyNames(Buffer).sort().join());
// making
const encodings = ['utf8', 'utf-8', 'UTF8', 'utf16le', 'ucs2', 'UCS-2', 'latin1', 'binary', 'ascii', 'base64', 'base64url', 'hex'];
const texts = ['', 'a', 'héllo wörld', '€uro', '😀 smile', '\ud800', 'a\udc00b', 'YWJj', 'YWJjZA==', 'YWJj-_', 'YWJjZ', 'a b\nc=d', 'Y!W@J#j', 'ff00', 'ff0', 'fg00', 'xx', '\u0159\u0161', 'QQ==QQ==', 'Q=Q', 'Q', 'QU', 'QUI', '+/-_'];
for (const encoding of encodings) {
  t(() => encoding + texts.map((text) => ' ' + Buffer.from(text, encoding).toString('hex') + ':' + Buffer.byteLength(text, encoding)).join());
}
const bytes = [[], [0], [255, 254, 253], [0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80], [0xe2, 0x82], [0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5], [0x3d, 0xd8, 0, 0xde], [0x3d, 0xd8, 0x41], [104, 105, 0x80, 0xff]];
for (const encoding of encodings) t(() => JSON.stringify(bytes.map((list) => Buffer.from(list).toString(encoding))));
t(() => Buffer.from('x', 'nope'));
t(() => Buffer.from([1]).toString('nope'));
t(() => Buffer.from([1, 2, 3]).toString('hex', 1, 2) + Buffer.from([1, 2, 3]).toString('hex', -1) + Buffer.from([1, 2, 3]).toString('hex', 5) + Buffer.from([1, 2, 3]).toString(undefined, 2.5, '3').length);
for (const value of [undefined, null, 5, true, Symbol('s'), {}, [1, 256, -1, '7', 1.9, NaN], { length: 2, 0: 9, 1: 8 }, { length: 'x' }, { type: 'Buffer', data: [1, 2] }, new String('boxed'), { [Symbol.toPrimitive]: () => 'prim' }, new Uint16Array([1, 300]), new ArrayBuffer(2), { valueOf: () => 'inner' }, () => {}, new Date(NaN), new Map(), 5n]) t(() => Buffer.from(value));
t(() => Buffer.from(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2));
t(() => Buffer.from(new ArrayBuffer(4), 5));
t(() => Buffer.from(new ArrayBuffer(4), 1, 4));
t(() => [Buffer.from(new ArrayBuffer(4), 1, -4), Buffer.from(new ArrayBuffer(4), 'x', '2'), Buffer.from(new ArrayBuffer(4), 1).byteOffset]);
t(() => { const shared = new ArrayBuffer(2); const b = Buffer.from(shared); b[0] = 7; return new Uint8Array(shared); });
t(() => { const u = new Uint8Array([1]); const b = Buffer.from(u); b[0] = 7; return u; });
t(() => [Buffer.alloc(3), Buffer.alloc(3, 1), Buffer.alloc(5, 'ab'), Buffer.alloc(5, 'YQ', 'base64'), Buffer.alloc(3, Buffer.from('xy')), Buffer.alloc(2, 300), Buffer.alloc(2, ''), Buffer.alloc(0, 'zz', 'hex'), Buffer.alloc(2, true)]);
for (const size of [-1, NaN, '5', undefined, Infinity, null]) t(() => Buffer.alloc(size));
t(() => Buffer.allocUnsafe('x'));
t(() => Buffer.alloc(3, 'zz', 'hex'));
t(() => Buffer.alloc(3, 'a', 'nope'));
t(() => [Buffer.allocUnsafe(5).length, Buffer.allocUnsafeSlow(6).length]);
t(() => [Buffer.of(1, 2, 300), Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), 1, 1), Buffer.copyBytesFrom(new Uint8Array([1, 2, 3]), 5)]);
t(() => Buffer.copyBytesFrom([1]));
t(() => [Buffer.concat([Buffer.from('ab'), new Uint8Array([99])]), Buffer.concat([Buffer.from('abc'), Buffer.from('d')], 2), Buffer.concat([Buffer.from('a')], 3), Buffer.concat([])]);
for (const list of [5, [5], ['x'], [Buffer.alloc(1), {}]]) t(() => Buffer.concat(list));
t(() => Buffer.concat([Buffer.alloc(1)], -1));
t(() => [Buffer.compare(Buffer.from('a'), Buffer.from('b')), Buffer.compare(Buffer.from('b'), Buffer.from('a')), Buffer.compare(Buffer.from('a'), Buffer.from('ab')), Buffer.compare(Buffer.alloc(0), Buffer.alloc(0))]);
t(() => Buffer.compare('a', Buffer.alloc(1)));
t(() => Buffer.compare(Buffer.alloc(1), 5));
t(() => [Buffer.isBuffer(Buffer.alloc(1)), Buffer.isBuffer(new Uint8Array(1)), Buffer.isBuffer(), Buffer.isBuffer(Object.create(Buffer.prototype))]);
t(() => [...encodings, 'nope', '', 5, 'Hex'].map(Buffer.isEncoding));
t(() => [Buffer.byteLength(new ArrayBuffer(5)), Buffer.byteLength(new Uint16Array(2)), Buffer.byteLength('é'), Buffer.byteLength('é', 'nope'), Buffer.byteLength('\ud83d\ude00'), Buffer.byteLength('\ud83d')]);
t(() => Buffer.byteLength(5));
t(() => { const b = new Buffer('abc'); return [b, Buffer(2), Buffer([1])]; });
t(() => Buffer(5, 'utf8'));
// reading and writing numbers
const data = Buffer.from([0x80, 0xff, 0x7f, 0x01, 0xfe, 0x02, 0x81, 0x40, 0xbf, 0xf0]);
for (const name of Object.keys(Buffer.prototype).filter((name) => /^read/.test(name)).sort()) {
  t(() => [name, ...[0, 1, 2].map((offset) => data[name](offset, 3)), data[name](1, 6), data[name](0, 1)]);
  t(() => data[name](10, 3));
  t(() => data[name](-1, 5));
}
for (const args of [[], ['1'], [1.5], [NaN], [null], [11], [Infinity]]) for (const name of ['readInt8', 'readUInt16LE', 'readInt32BE', 'readDoubleLE', 'readBigInt64BE']) t(() => [name, data[name](...args)]);
for (const args of [[], [0], [0, 0], [0, 7], [0, '3'], [0, 1.5], [8, 3], [undefined, 3], [0, NaN], ['x', 3]]) for (const name of ['readUIntLE', 'readIntBE']) t(() => [name, data[name](...args)]);
t(() => Buffer.alloc(1).readUInt16LE());
t(() => Buffer.alloc(1).readBigInt64LE());
for (const name of Object.keys(Buffer.prototype).filter((name) => /^write./.test(name)).sort()) {
  const big = name.includes('Big');
  for (const value of big ? [0n, -1n, 2n ** 63n, -(2n ** 63n), 2n ** 64n, 12345678901234567890n, 5] : [0, 1, 200, -1, -128, 65535, -32769, 2 ** 24 - 1, 2 ** 31, 2 ** 32, -(2 ** 31), 2 ** 40 + 7, -5e11, 2 ** 47, 1.7, -1.5, NaN, '12', 1e300]) {
    t(() => { const b = Buffer.alloc(9); const end = /U?[Ii]nt[LB]E/.test(name) ? b[name](value, 1, 6) + '/' + b[name](value % 100, 0, 3) : b[name](value, 1); return name + ' ' + end + ' ' + b.toString('hex'); });
  }
  t(() => Buffer.alloc(3)[name](big ? 1n : 1, 3, 3));
  t(() => Buffer.alloc(3)[name](big ? 1n : 1, '1', 2));
}
t(() => Buffer.alloc(4).writeUIntLE(2 ** 24, 0, 3));
t(() => Buffer.alloc(4).writeIntBE(5, 0));
// texts
t(() => { const b = Buffer.alloc(10); return [b.write('héé', 1), b.write('ff0', 5, 'hex'), b.write('abc', 8), b.write('€', 9), b.write('zzz', 0, 1), b.write('ab', 'utf16le'), b]; });
for (const args of [[5], ['a', -1], ['a', 11], ['a', 0, 11], ['a', '0'], ['a', 0, 'nope'], ['a', 1.5], [], ['abc', 9, 2], ['😀😀😀', 0, 7], ['ab', 1, 3, 'ucs2'], ['YWJjZA', 0, 3, 'base64'], ['a', undefined, 'hex'], ['', 3]]) t(() => { const b = Buffer.alloc(10); return [b.write(...args), b]; });
t(() => { const b = Buffer.alloc(8, 1); return [b.utf8Write('é', 1), b.hexWrite('abcd', 4, 1), b.latin1Write('zz', 6), b.ucs2Write('a', 0), b, b.utf8Slice(0, 2), b.hexSlice(2), b.base64Slice(0, 3), b.asciiSlice(), b.latin1Slice(1, 3), b.ucs2Slice(0, 4), b.base64urlSlice()]; });
t(() => Buffer.alloc(2).utf8Write(5));
// filling, finding, comparing
for (const args of [[1], ['ab'], ['é'], [''], ['x', 2], ['x', 2, 4], ['6162', 'hex'], ['6162', 1, 'hex'], ['6162', 1, 5, 'hex'], [Buffer.from([1, 2, 3]), 1], [new Uint8Array(0)], [-1], ['a', -1], ['a', 0, 11], ['a', 5, 2], ['zz', 'hex'], ['a', 'nope'], [3.7], [257], ['abc', 0, 10, 'ucs2'], [null], [undefined], [{}], ['é', 'latin1'], [[5]]]) t(() => Buffer.alloc(10).fill(...args));
const hay = Buffer.from('this is a buffer: a buffer');
for (const args of [['is'], ['a buffer'], [Buffer.from('buffer')], [new Uint8Array([97])], [97], ['zz'], [''], ['is', 3], ['is', -5], ['buffer', -6], ['buffer', -7], ['', 100], ['', -100], [97, 9], [97, -1], [99.99], [97 + 256], ['b', undefined], ['b', null], ['b', {}], ['b', NaN], ['b', '5'], ['b', 1e12], ['b', -1e12], ['6973', 'hex'], ['6973', 4, 'hex'], ['aXM', 0, 'base64'], ['x', 0, 'nope'], [{}], [null], [], [true], ['buffer', 20], ['r', 25], ['this', 0], ['this', 1], ['this is a buffer: a buffer!']]) {
  t(() => [hay.indexOf(...args), hay.lastIndexOf(...args), hay.includes(...args)]);
}
for (const at of [0, 1, 2, 3, 4, 8]) t(() => [Buffer.from('\u8080\u8000\u0080\u8080', 'ucs2').indexOf('\u0080', at, 'ucs2'), Buffer.from([0, 1, 0, 1, 0, 2]).indexOf(Buffer.from([1, 0]), at, 'ucs2'), Buffer.from('aaaa', 'ucs2').lastIndexOf('aa', at, 'ucs2')]);
const wide = Buffer.from('abcabc€', 'utf16le');
for (const args of [['c', 0, 'ucs2'], ['c', 5, 'ucs2'], ['c', -5, 'utf16le'], ['€', 0, 'ucs2'], ['bc', 3, 'ucs2'], ['', 1, 'ucs2'], [Buffer.from('b', 'ucs2'), 3, 'ucs2'], ['a', 1, 'utf16le']]) t(() => [wide.indexOf(...args), wide.lastIndexOf(...args)]);
t(() => [hay.equals(Buffer.from(hay)), hay.equals(hay), hay.equals(new Uint8Array(1))]);
t(() => hay.equals('x'));
for (const args of [[0, 2], [0, 2, 1], [1, 3, 1, 3], [0, 0], [0, 0, 0, 0], [5, 3, 1, 2], [-1], [0, 99], [0, 1, 0, 99], ['0']]) t(() => Buffer.from('abc').compare(Buffer.from('abcd'), ...args));
t(() => hay.compare('x'));
// copying and cutting
for (const args of [[], [1], [0, 1], [0, 1, 3], [9], [2, 0, 99], [-1], [0, -1], [0, 6], [0, 0, -1], ['1', '2'], [NaN], [0, 5], [1.7, 1.2, 2.9]]) t(() => { const b = Buffer.alloc(4); return [Buffer.from('hello').copy(b, ...args), b]; });
t(() => Buffer.alloc(1).copy('x'));
t(() => { const b = Buffer.from('abcdef'); b.copy(b, 2, 0, 4); return b.toString(); });
for (const args of [[], [1], [1, 3], [-2], [-3, -1], [9], [3, 1], ['1', '2'], [NaN], [1.9, undefined], [0, null]]) t(() => [Buffer.from('abcdef').slice(...args).toString(), Buffer.from('abcdef').subarray(...args).toString()]);
t(() => { const b = Buffer.from('abc'); b.slice(1)[0] = 88; return [b.toString(), b.slice() instanceof Buffer, b.map((x) => x + 1), b.filter((x) => x > 90), b.parent === b.buffer, b.offset === b.byteOffset]; });
t(() => [Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap16(), Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap32(), Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap64()]);
for (const name of ['swap16', 'swap32', 'swap64']) t(() => Buffer.alloc(3)[name]());
t(() => [JSON.stringify(Buffer.from('ab')), JSON.stringify({ b: Buffer.alloc(0) }), Buffer.from(JSON.parse(JSON.stringify(Buffer.from('xyz'))))]);
t(() => [Buffer.alloc(60, 7), Buffer.alloc(51), Buffer.alloc(0), Object.assign(Buffer.from('a'), { extra: 1, more: 'x' }), Object.assign(Buffer.alloc(0), { a: [1, { b: 2 }] })]);
t(() => { buffer.INSPECT_MAX_BYTES = 2; const text = require('util').inspect(Buffer.from('abcd')); buffer.INSPECT_MAX_BYTES = 50; return text; });
t(() => { class Mine extends Buffer.from('').constructor {} return require('util').inspect(Object.setPrototypeOf(Buffer.from('a'), Mine.prototype)); });
t(() => [...Buffer.from('ab').entries()].concat([...Buffer.from('ab').keys()], [...Buffer.from('ab')]));
t(() => { let s = ''; for (const b of Buffer.from('xyz')) s += b; return s + Buffer.from('a').toLocaleString('hex'); });
t(() => require('assert').deepStrictEqual(Buffer.from('a'), Buffer.from('a')));
t(() => structuredClone(Buffer.from('ab')) instanceof Buffer);
// the rest of the module
t(() => [buffer.transcode(Buffer.from('€é'), 'utf8', 'latin1'), buffer.transcode(Buffer.from('€é'), 'utf8', 'ascii'), buffer.transcode(Buffer.from('é', 'latin1'), 'latin1', 'utf8'), buffer.transcode(Buffer.from('é'), 'utf8', 'ucs2'), buffer.transcode(Buffer.from('é', 'ucs2'), 'ucs2', 'utf8')]);
t(() => buffer.transcode(Buffer.from('a'), 'base64', 'utf8'));
t(() => buffer.transcode('a', 'utf8', 'ascii'));
t(() => [buffer.isUtf8(Buffer.from('é')), buffer.isUtf8(Buffer.from([0xff])), buffer.isAscii(Buffer.from('a')), buffer.isAscii(new Uint16Array([300]).buffer)]);
t(() => buffer.isUtf8('x'));
t(() => [buffer.SlowBuffer(3), buffer.atob('YQ=='), buffer.btoa('a')]);
// a walk through random texts
let seed = 7;
const random = (n) => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return (seed >> 8) % n; };
const alphabet = 'QUJ-_+/= \n!aZ09fFé€\ud83d\ude00';
for (let i = 0; i < 150; i++) {
  const text = Array.from({ length: random(9) }, () => alphabet[random(alphabet.length)]).join('');
  const raw = Buffer.from(Array.from({ length: random(12) }, () => random(256)));
  t(() => JSON.stringify(text) + ['utf8', 'ucs2', 'latin1', 'base64', 'hex'].map((encoding) => Buffer.from(text, encoding).toString('hex')) + ['utf8', 'latin1', 'ascii', 'base64', 'base64url'].map((encoding) => encodeURIComponent(raw.toString(encoding))));
}
