const o = { get once() { Object.defineProperty(this, "once", { value: Math.sqrt(2), enumerable: true }); return this.once; }, calls: 0, get n() { return ++this.calls; } }; o.n
// ---
[o.once, o.n, Object.getOwnPropertyDescriptor(o, "once").writable]
