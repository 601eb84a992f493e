const list = [1, 2, 3, 4]; const it = list[Symbol.iterator](); it.next(); it.next().value
// ---
list.push(5); [...it]
