const make = () => { let n = 0; return { up: () => ++n, down: () => --n }; }; const one = make(), two = make(); one.up(); one.up(); two.down()
// ---
[one.up(), two.down(), one.down()]
