const list = []; for (let i = 0; i < 4; i++) list.push(() => i++); list.map(f => f())
// ---
list.map(f => f())
