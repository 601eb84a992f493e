const b = Buffer.from("héllo wörld"); const part = b.subarray(2, 6); part[0] = 0x41; 0
// ---
[b.toString("hex"), part.toString("latin1"), b.readUInt16BE(1), Buffer.concat([part, b]).length, Buffer.isBuffer(part)]
