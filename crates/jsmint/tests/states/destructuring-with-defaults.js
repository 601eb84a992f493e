const order = []; const f = ({ a = order.push("a"), b: { c = order.push("c") } = {} } = {}, [x = order.push("x")] = []) => [a, c, x]; f()
// ---
[f({ a: 9 }), order]
