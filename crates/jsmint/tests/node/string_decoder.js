// Texts out of bytes that come in pieces.
const { StringDecoder } = require('string_decoder');
const t = (f) => { try { console.log(f()) } catch (e) { console.log('throws', e.name, e.code, e.message) } };
t(() => Object.keys(StringDecoder.prototype));
for (const encoding of [undefined, null, 'UTF-8', 'ucs2', 'latin1', 'binary', 'ascii', 'hex', 'base64', 'base64url', 'nope', 5]) t(() => new StringDecoder(encoding).encoding);
const all = [[0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80, 0x41], [0xe2, 0x41, 0x82], [0xff, 0xc3, 0xa9, 0xc3], [0x3d, 0xd8, 0x00, 0xde, 0x41, 0x00, 0x42], [1, 2, 3, 4, 5], [0xed, 0xa0, 0x80], [0xf0, 0x9f], [0xc3, 0xc3, 0xa9]];
for (const encoding of ['utf8', 'utf16le', 'base64', 'base64url', 'hex', 'latin1']) {
  for (const bytes of all) {
    const decoder = new StringDecoder(encoding);
    t(() => encoding + ' ' + JSON.stringify([bytes.map((byte) => decoder.write(Buffer.from([byte]))).join(''), decoder.end(), decoder.end(), decoder.write(Buffer.from('x'))]));
    const two = new StringDecoder(encoding);
    t(() => JSON.stringify([two.write(Buffer.from(bytes.slice(0, 2))), two.lastNeed, two.lastTotal, two.end(Buffer.from(bytes.slice(2)))]));
  }
}
t(() => new StringDecoder().write(5));
t(() => new StringDecoder().write('text') + new StringDecoder().end());
t(() => new StringDecoder().write(new Uint8Array([65, 66])) + new StringDecoder().write(new DataView(new ArrayBuffer(1))).length);
t(() => new StringDecoder('ucs2').end(Buffer.from([65])).length);
