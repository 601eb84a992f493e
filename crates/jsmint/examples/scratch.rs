//! scratch
use std::time::Instant; use jsmint::*; use jsmint::bare::Bare;
fn med(mut v: Vec<u64>) -> u64 { v.sort(); v[v.len()/2] }
fn main() {
    let handler = "exports.num = n => n * 2 + 1; exports.json = t => { const o = JSON.parse(t); let s = 0; for (const i of o.items) s += i.price * i.n; return JSON.stringify({ ok: true, total: s, name: o.name }) };";
    let text = r#"{"name":"x","items":[{"price":3,"n":2},{"price":5,"n":1},{"price":7,"n":3}]}"#;
    let f = EngineFactory::new(Options::new().verify(false).strategy(Strategy::Image).loader(loader::Memory::new().file("/h.js", handler)).preload("./h.js").warm_up(move |rt| { rt.call::<i32,_>("num", (3,))?; rt.call::<String,_>("json", (text,))?; Ok(()) })).unwrap();
    println!("{:#?}", f.stats());
    let script = f.compile("s.js", "var n = 41; n + 1;").unwrap();
    let src = c"var n = 41; n + 1;";
    let code = Bare::new().compile(src);
    let mut rows: Vec<(&str, Box<dyn FnMut()>)> = vec![
      ("bare empty", Box::new(|| { drop(Bare::new()); })),
      ("bare source", Box::new(|| { assert_eq!(Bare::new().eval(src), 42.0); })),
      ("bare script", Box::new(|| { assert_eq!(Bare::new().run(&code), 42.0); })),
      ("recycled empty", Box::new(|| { drop(f.new_runtime().unwrap()); })),
      ("recycled enter", Box::new(|| { f.new_runtime().unwrap().enter(|_| Ok(())).unwrap(); })),
      ("recycled source", Box::new(|| { assert_eq!(f.new_runtime().unwrap().eval::<i32>("var n = 41; n + 1;").unwrap(), 42); })),
      ("recycled script", Box::new(|| { assert_eq!(f.new_runtime().unwrap().run::<i32>(&script).unwrap(), 42); })),
      ("recycled number", Box::new(|| { assert_eq!(f.new_runtime().unwrap().call::<i32,_>("num", (20,)).unwrap(), 41); })),
      ("recycled json", Box::new(|| { f.new_runtime().unwrap().call::<String,_>("json", (text,)).unwrap(); })),
    ];
    let mut times: Vec<Vec<u64>> = vec![vec![]; rows.len()];
    for _ in 0..1000 { for (i, (_, r)) in rows.iter_mut().enumerate() { let t = Instant::now(); r(); times[i].push(t.elapsed().as_nanos() as u64); } }
    let base: Vec<u64> = times.iter().map(|t| med(t.clone())).collect();
    for (i, (n, _)) in rows.iter().enumerate() { println!("{n:18} {:8} ns  bare-empty/this {:7.1}", base[i], base[0] as f64 / base[i] as f64); }
    drop(rows);
    let f2 = f.clone();
    let t = Instant::now(); f2.trim(); let mut keep = vec![]; for _ in 0..200 { keep.push(f2.new_runtime().unwrap()); } println!("new slot {} ns each", t.elapsed().as_nanos() / 200);
    let mut rt = f.new_runtime().unwrap(); for _ in 0..3 { let t = Instant::now(); for _ in 0..100000 { rt.call::<i32,_>("num", (20,)).unwrap(); } println!("call num reused {} ns", t.elapsed().as_nanos() / 100000); }
    rt.eval::<()>("globalThis.add = (a,b) => a + b").unwrap();
    let h: Handle = rt.eval("add").unwrap();
    let t = Instant::now(); for _ in 0..100000 { rt.call::<i32,_>("add", (20,1)).unwrap(); } println!("host add by name {} ns", t.elapsed().as_nanos() / 100000);
    let t = Instant::now(); for _ in 0..100000 { h.call::<i32,_>(&mut rt, (20,1)).unwrap(); } println!("host add by handle {} ns", t.elapsed().as_nanos() / 100000);
    rt.function("nadd", |a: i32, b: i32| Ok(a + b)).unwrap();
    for _ in 0..3 { 
    let t = Instant::now(); rt.eval::<()>("for (let i = 0; i < 1000000; i++) { }").unwrap(); let e = t.elapsed().as_nanos() as f64 / 1e6;
    let t = Instant::now(); rt.eval::<()>("for (let i = 0; i < 1000000; i++) { nadd(40, 2) }").unwrap(); println!("native add turn: {:.1} ns over empty {e:.1}", t.elapsed().as_nanos() as f64 / 1e6 - e); }
}
