const own = Symbol("own"), shared = Symbol.for("shared"); const o = { [own]: 1, [shared]: 2, [Symbol.toPrimitive]: hint => hint }; 0
// ---
[o[own], o[Symbol.for("shared")], `${o}`, +o !== +o, Symbol.keyFor(shared), own.description, Object.getOwnPropertySymbols(o).length]
