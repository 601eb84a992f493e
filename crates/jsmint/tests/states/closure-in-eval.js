function outer(x) { var hidden = x * 2; return code => eval(code); } const run = outer(21); run("hidden")
// ---
[run("hidden = hidden + 1, x"), run("hidden")]
