const secrets = new WeakMap(); const keys = [{}, {}, function () {}]; keys.forEach((k, n) => secrets.set(k, { n })); secrets.has(keys[0])
// ---
keys.pop(); [secrets.get(keys[1]).n, secrets.has({}), secrets.delete(keys[0]), secrets.has(keys[0])]
