let rope = ""; for (let i = 0; i < 3000; i++) rope += i; const slice = rope.slice(1000, 1050); const wide = "\u{1F600}é".repeat(40); rope.length
// ---
rope += "end"; [rope.length, rope.slice(-10), slice, wide.length, wide.at(-1), wide.codePointAt(0), rope.indexOf("2999")]
