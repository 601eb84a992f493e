const it = Iterator.from([1, 2, 3, 4, 5, 6]).filter(n => n % 2).map(n => n * 10); it.next().value
// ---
[it.next().value, [...it]]
