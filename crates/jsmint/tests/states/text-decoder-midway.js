const decoder = new TextDecoder(); const { StringDecoder } = require("string_decoder"); const sd = new StringDecoder("utf8"); [decoder.decode(new Uint8Array([0xf0, 0x9f]), { stream: true }), sd.write(Buffer.from([0xe2, 0x82]))]
// ---
[decoder.decode(new Uint8Array([0x98, 0x80])), sd.write(Buffer.from([0xac])), sd.end()]
