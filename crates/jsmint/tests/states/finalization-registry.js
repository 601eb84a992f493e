const gone = []; const registry = new FinalizationRegistry(v => gone.push(v)); let held = { a: 1 }; registry.register(held, "held"); registry.register({}, "at once"); gone.length
// ---
held = null; 0
// ---
gone.length >= 1
