function* fib() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } } const it = fib(); for (let i = 0; i < 10; i++) it.next(); it.next().value
// ---
[it.next().value, it.next().value, it.return(5), it.next()]
