//// ok: detaches the application's buffers
const moved = app.bytes.buffer.transfer(); app.resizable.transfer(5);
app.bytes.length === 0 && moved.byteLength === 3
//// ok: resizes buffers under views
const buffer = new ArrayBuffer(8, { maxByteLength: 64 }); const view = new Uint8Array(buffer); const fixed = new Uint8Array(buffer, 4, 4);
buffer.resize(64); view.fill(7); buffer.resize(2); globalThis.kept = [buffer, view, fixed];
view.length === 2 && fixed.length === 0
//// ok: shares a buffer and uses Atomics
globalThis.shared = new SharedArrayBuffer(64); const words = new Int32Array(shared);
Atomics.add(words, 0, 5); Atomics.notify(words, 0, 1);
let refused = false; try { Atomics.wait(words, 0, 5, 0); } catch { refused = true; }
words[0] === 5
//// ok: changes a buffer while it is being sorted and copied
const it = new Int32Array(new ArrayBuffer(64, { maxByteLength: 64 })); it.sort((a, b) => { it.buffer.resize(8); return a - b; });
const other = new Uint8Array(16); other.set({ length: 2, get 0() { other.buffer.transfer(); return 1; }, 1: 2 });
it.length === 2
//// throws: detaches while filling
const it = new Uint8Array(16); it.fill({ valueOf() { it.buffer.transfer(); return 1; } });
//// ok: makes views of all sorts of one buffer
const buffer = new ArrayBuffer(64); globalThis.views = [Int8Array, Uint8ClampedArray, Int16Array, Float16Array, Float32Array, Float64Array, BigInt64Array, DataView].map((View) => new View(buffer));
new Float64Array(buffer).fill(Math.PI); views[6][0] > 0n
//// ok: holds many small buffers
globalThis.kept = Array.from({ length: 3000 }, (_, i) => new Uint8Array(i % 50)); kept.length === 3000
//// ok: holds one large buffer, and frees another
globalThis.kept = new Uint8Array(3 << 20).fill(0xab); new Uint8Array(2 << 20).fill(0xcd); kept[1000] === 0xab
//// ok: writes numbers that look like addresses everywhere
const words = new BigUint64Array(20000); for (let i = 0; i < words.length; i++) words[i] = 0x7000_0000_0000n + BigInt(i * 16);
globalThis.words = words; globalThis.doubles = Array.from(new Float64Array(words.buffer, 0, 1000)); words[2] === 0x7000_0000_0020n
//// ok: has typed arrays with a spoilt species and prototype
Object.defineProperty(Object.getPrototypeOf(Uint8Array), Symbol.species, { value: class extends Uint16Array {} });
Object.getPrototypeOf(Uint8Array.prototype).fill = null; Uint8Array.from = null; Uint8Array.BYTES_PER_ELEMENT === 1
