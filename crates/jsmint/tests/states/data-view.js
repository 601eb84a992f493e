const view = new DataView(new ArrayBuffer(24), 4); view.setFloat64(0, Math.PI); view.setBigUint64(8, 2n ** 63n, true); 0
// ---
[view.getFloat64(0), String(view.getBigUint64(8, true)), view.getUint8(1), view.byteLength]
