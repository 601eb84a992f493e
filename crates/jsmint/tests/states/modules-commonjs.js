const counter = require("/counter.js"); counter.up(); counter.up()
// ---
[require("/counter.js").up(), require("/counter.js") === counter, require.resolve("/counter.js")]
