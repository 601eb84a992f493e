let set; function mapped(a) { set = v => { a = v; }; return arguments; } const args = mapped(1); set(2); args[0]
// ---
set(7); [args[0], args.length]
