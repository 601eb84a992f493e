const source = { d: new Date(5), m: new Map([[1, new Set([2])]]), b: new Uint8Array([1, 2, 3]), e: new RangeError("r") }; source.self = source; const copy = structuredClone(source); 0
// ---
source.b[0] = 9; [copy.d.getTime(), copy.m.get(1).has(2), [...copy.b], copy.self === copy, copy.e.name, copy !== source]
