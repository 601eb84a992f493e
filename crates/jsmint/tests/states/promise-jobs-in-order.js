const log = []; const { promise, resolve } = Promise.withResolvers(); promise.then(() => log.push(1)).then(() => log.push(3)); promise.then(() => log.push(2)); queueMicrotask(() => log.push(0)); 0
// ---
log
// ---
resolve(); queueMicrotask(() => log.push("m")); 0
// ---
log
