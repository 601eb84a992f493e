class Stack extends Array { top() { return this[this.length - 1]; } } class Count extends Map { add(k) { return this.set(k, (this.get(k) ?? 0) + 1); } } const s = Stack.of(1, 2); const c = new Count().add("a").add("a"); s.top()
// ---
s.push(9); c.add("b"); [s.top(), s.length, s.map(n => n).top(), [...c], s instanceof Array]
