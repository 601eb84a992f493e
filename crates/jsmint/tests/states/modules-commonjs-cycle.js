const { first } = require("/cycle-a.js"); first()
// ---
[first(), require("/cycle-b.js").second(), Object.keys(require.cache).length]
