const waiting = []; let sum = 0; for (let i = 0; i < 200; i++) new Promise(r => waiting.push(r)).then(v => { sum += v; return v; }).finally(() => sum++); 0
// ---
waiting.forEach((r, i) => r(i)); 0
// ---
sum
