const texts = [], say = i => 'abcdefgh'[i & 7] + 'abcdefgh'[i >> 3 & 7]; let done = 0;
const react = n => { const both = []; for (let i = 0; i < n; i++) new Promise((good, bad) => both.push(good, bad)).then(() => 0).finally(() => done++); both.forEach((f, i) => f(i)); };
react(60); Promise.resolve().then(() => 0).then(() => 0).then(() => { for (let i = 0; i < 400; i++) texts.push(say(i)); }); 0
// ---
texts.length
// ---
[done, texts.length, texts.filter((text, i) => text !== say(i))]
