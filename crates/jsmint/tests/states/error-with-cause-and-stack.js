function thrower() { throw new TypeError("outer", { cause: new RangeError("inner") }); } let kept; try { thrower(); } catch (e) { kept = e; } kept.stack.includes("thrower")
// ---
[kept.name, kept.message, kept.cause.name, kept.stack, kept.cause instanceof RangeError]
