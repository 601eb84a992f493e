class A { #x = 1; get x() { return this.#x; } bump() { this.#x++; return this; } } class B extends A { bump() { super.bump(); return super.bump(); } static create() { return new this(); } } const b = B.create().bump(); b.x
// ---
b.bump(); [b.x, b instanceof A, B.name, Object.getPrototypeOf(B) === A]
