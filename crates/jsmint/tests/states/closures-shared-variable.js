let get, set; { let shared = { deep: [1] }; get = () => shared; set = v => { shared = v; }; } get().deep.push(2)
// ---
const old = get(); set({ deep: ["new"] }); [old, get()]
