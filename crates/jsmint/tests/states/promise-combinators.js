const r = []; const ps = [0, 1, 2].map(i => new Promise((a, b) => r.push([a, b]))); const out = {}; Promise.all(ps).catch(e => { out.all = e; }); Promise.race(ps).then(v => { out.race = v; }); Promise.any(ps).then(v => { out.any = v; }); Promise.allSettled(ps).then(v => { out.settled = v; }); 0
// ---
r[1][0]("one"); 0
// ---
out
// ---
r[0][1]("zero"); r[2][0]("two"); 0
// ---
out
