const sticky = /a|b/y; sticky.lastIndex = 2; const it = "a1b2c3".matchAll(/[a-c](\d)/g); it.next().value[1]
// ---
[sticky.test("cab"), sticky.lastIndex, [...it].map(m => [m[0], m.index])]
