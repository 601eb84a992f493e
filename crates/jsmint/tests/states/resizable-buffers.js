const buffer = new ArrayBuffer(8, { maxByteLength: 4096 }); const tracking = new Uint8Array(buffer); buffer.resize(1000); tracking.fill(7); tracking.length
// ---
buffer.resize(2000); [tracking.length, tracking[999], tracking[1999], buffer.maxByteLength, buffer.resize(4), tracking.length]
