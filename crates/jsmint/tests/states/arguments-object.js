function keep() { arguments[0] = "changed"; return arguments; } const kept = keep(1, 2, 3); 0
// ---
kept[1] = 9; [kept.length, [...kept], Object.prototype.toString.call(kept)]
