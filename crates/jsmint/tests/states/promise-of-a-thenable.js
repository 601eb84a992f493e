let deliver; const thenable = { then(ok) { deliver = ok; } }; const log = []; Promise.resolve(thenable).then(v => log.push(v)); 0
// ---
deliver("thenable"); 0
// ---
log
