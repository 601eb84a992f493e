const a = [1, , 3]; delete a[0]; a.extra = "x"; a.length = 6; 0
// ---
[a.length, 0 in a, 2 in a, a.extra, Object.keys(a), a.map(n => n * 2).length]
