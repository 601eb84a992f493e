const source = new ArrayBuffer(16); const view = new Uint8Array(source).fill(3); const moved = source.transfer(32); view.length
// ---
[source.detached, view.length, moved.byteLength, new Uint8Array(moved)[15], view[0] === undefined]
