const f = new Float32Array([1.5, 2.5]), clamped = new Uint8ClampedArray([300, -5]), part = new Int16Array(f.buffer, 2, 2); 0
// ---
f[0] = -1; [[...f], [...clamped], [...part], f.buffer === part.buffer, new Float16Array([1.1])[0]]
