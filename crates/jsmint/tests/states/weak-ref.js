let target = { alive: true }; const ref = new WeakRef(target); const lost = new WeakRef({}); ref.deref().alive
// ---
[ref.deref() === target, ref.deref().alive]
// ---
target = null; typeof ref.deref
