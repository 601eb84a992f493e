const m = new Map([["a", 1], ["b", 2], ["c", 3]]); const it = m.entries(); it.next(); m.delete("b"); 0
// ---
m.set("d", 4); [...it]
