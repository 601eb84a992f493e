const u = require('util');
const t = (f) => { try { console.log(f()) } catch (e) { console.log('throws', e.name, e.code, e.message) } };
t(()=>new TextDecoder('nope'));
t(()=>new TextDecoder('latin1').encoding);
t(()=>new TextDecoder());
t(()=>new TextEncoder());
t(()=>new TextDecoder('utf-8',{fatal:true}).decode(new Uint8Array([255])));
t(()=>new TextDecoder().decode('x'));
t(()=>new TextDecoder('utf-8',{fatal:true}).decode(new Uint8Array([0xe2]),{stream:true}));
t(()=>new TextEncoder().encodeInto('aé€😀',new Uint8Array(7)));
t(()=>new TextEncoder().encode('\ud800x'));
t(()=>new TextEncoder().encodeInto('a',5));
t(()=>Object.keys(TextDecoder.prototype)+Object.keys(TextEncoder.prototype));
t(()=>TextDecoder.prototype.decode.call({}));
t(()=>TextEncoder.prototype.encode.call({}));
for (const l of ['utf8','UTF-8','unicode-1-1-utf-8','utf-16','utf-16le','ucs-2','utf-16be','ascii','iso-8859-1','windows-1252','shift_jis','gbk','big5','euc-kr','koi8-r','x-user-defined','replacement','iso-8859-8-i','macintosh','iso-2022-jp','gb18030',' utf-8 ','binary']) t(()=>l+' '+new TextDecoder(l).encoding);
t(()=>new TextDecoder('utf-16le').decode(new Uint8Array([0x41,0,0x3d,0xd8])));
t(()=>new TextDecoder('shift_jis').decode(new Uint8Array([0x82,0xa0])));
t(() => [TextEncoder === u.TextEncoder, TextDecoder === u.TextDecoder]);
// In pieces.
for (const [label, bytes] of [['utf-8', [0xef, 0xbb, 0xbf, 0x61, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xff, 0xc3]], ['utf-16le', [0xff, 0xfe, 0x61, 0, 0x3d, 0xd8, 0, 0xde, 0x3d]], ['utf-16be', [0xfe, 0xff, 0, 0x61, 0xd8, 0x3d, 0xde, 0]]]) {
  const decoder = new TextDecoder(label);
  let text = '';
  for (const byte of bytes) text += decoder.decode(new Uint8Array([byte]), { stream: true });
  text += decoder.decode();
  t(() => [text, text === new TextDecoder(label).decode(new Uint8Array(bytes)), new TextDecoder(label, { ignoreBOM: true }).decode(new Uint8Array(bytes)).length]);
}
t(() => new TextDecoder().decode(new Uint8Array([0x61, 0x62, 0x63, 0x64]).subarray(1, 3)));
t(() => new TextDecoder().decode(new DataView(new Uint8Array([0x61, 0x62, 0x63]).buffer, 1)));
t(() => new TextDecoder().decode(new Uint16Array([0x6161])) + new TextDecoder().decode(new Uint8Array([0x41]).buffer) + new TextDecoder().decode());
t(() => new TextDecoder().decode(new Uint8Array([0xf0, 0x9f, 0x98, 0x20, 0xe2, 0x82, 0xed, 0xa0, 0x80, 0xc0, 0x80])));
t(() => new TextEncoder().encode());
t(() => new TextEncoder().encode(null));
t(() => new TextEncoder().encode('a\0é€😀'));
t(() => Object.prototype.toString.call(new TextDecoder()) + Object.prototype.toString.call(new TextEncoder()));
