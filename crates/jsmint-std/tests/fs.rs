//! `fs`: the same as Node 20, in a granted folder.

mod common;

use common::{factory, runtime, same_lines, thrown};
use jsmint::loader::Memory;
use jsmint::{Exports, NativeModule, Options};
use tempfile::TempDir;

/// A stand-in for `buffer`, with as much of it as is used, and one encoding.
struct Buffers;

impl NativeModule for Buffers {
    fn name(&self) -> &str {
        "buffer"
    }

    fn define(&self, _exports: &mut Exports) {}

    fn script(&self) -> Option<&'static str> {
        Some(
            "(function (module, exports) {
               class Buffer extends Uint8Array {
                 static from(value, offset, length) {
                   if (value instanceof ArrayBuffer) return new Buffer(value, offset, length);
                   if (typeof value === 'string' && offset === 'hex') return new Buffer(value.match(/../g).map((pair) => parseInt(pair, 16)));
                   return typeof value === 'string' ? new Buffer([...value].map((letter) => letter.charCodeAt(0))) : new Buffer(value);
                 }
                 static isEncoding(name) { return ['utf8', 'hex'].includes(name); }
                 toString(name) {
                   const part = name === 'hex' ? (byte) => byte.toString(16).padStart(2, '0') : (byte) => String.fromCharCode(byte);
                   return Array.from(this, part).join('');
                 }
               }
               exports.Buffer = Buffer;
             })",
        )
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

on_both_paths! {
    fn as_node_has_it(strategy) {
        let folder = folder();
        let fs = jsmint_std::fs().read(folder.path()).write(folder.path());
        let script = Memory::new().file("/fs.js", include_str!("node/fs.js"));
        let mut rt = runtime(strategy, Options::new().module(fs).loader(script));
        let got: String = rt.eval("require('./fs.js')()").unwrap();
        same_lines(&got, include_str!("node/fs.expected"));
    }

    fn numbers_are_those_of_their_runtime(strategy) {
        let folder = folder();
        std::fs::write(folder.path().join("f"), "text").unwrap();
        let fs = jsmint_std::fs().read(folder.path());
        let factory = factory(strategy, Options::new().module(fs).preload_script("bake", "var baked = require('fs').openSync('f'); var fs = require('fs')"));
        let (mut one, mut other) = (factory.new_runtime().unwrap(), factory.new_runtime().unwrap());
        // What was opened while baking was closed with the bake.
        assert_eq!(thrown(&mut other, "fs.readFileSync(baked)").0, "EBADF");
        assert_eq!(one.eval::<(i32, i32)>("[fs.openSync('f'), fs.openSync('f')]").unwrap(), (3, 4));
        assert_eq!(thrown(&mut other, "fs.readFileSync(4)").0, "EBADF");
        drop(one);
        assert_eq!(thrown(&mut other, "fs.closeSync(4)").0, "EBADF");
    }

    fn bytes_are_buffers_where_there_are_any(strategy) {
        let folder = folder();
        std::fs::write(folder.path().join("f"), [0, 255, 65]).unwrap();
        let fs = jsmint_std::fs().read(folder.path()).write(folder.path());
        let mut rt = runtime(strategy, Options::new().module(fs).module(jsmint_std::exec().allow(["cat"])).module(Buffers));
        let seen: String = rt.eval("
            const fs = require('fs'); const { Buffer } = require('buffer'); const cp = require('child_process');
            fs.writeFileSync('hex', '00ff41', 'hex'); fs.appendFileSync(Buffer.from('hex'), '42', { encoding: 'hex' });
            const fd = fs.openSync('hex', 'a'); fs.writeSync(fd, '43', null, 'hex'); fs.writeFileSync(fd, '44', 'hex'); fs.closeSync(fd);
            [fs.readFileSync('f') instanceof Buffer, fs.readFileSync('f', 'hex'), fs.readFileSync('hex', { encoding: 'hex' }), fs.readFileSync('hex').length, fs.readdirSync('.', 'buffer')[0].toString('hex'),
             cp.execFileSync('cat', { input: new Uint8Array([1, 2]) }) instanceof Buffer, cp.spawnSync('cat', { input: 'x', encoding: 'hex' }).stdout, require('exec').run('cat', [], { input: 'y', encoding: 'hex' }).stdout].join()").unwrap();
        assert_eq!(seen, "true,00ff41,00ff41424344,6,66,true,78,79");
        assert_eq!(thrown(&mut rt, "fs.readFileSync('f', 'hexx')").0, "ERR_INVALID_ARG_VALUE");
    }

    fn hostile_arguments_are_errors(strategy) {
        let folder = folder();
        let fs = jsmint_std::fs().read(folder.path()).write(folder.path());
        let mut rt = runtime(strategy, Options::new().module(fs).module(jsmint_std::database().memory("m")).module(jsmint_std::exec().allow(["true"])));
        let tried: u32 = rt.eval(HOSTILE).unwrap();
        assert!(tried > 2000, "{tried}");
        // It lives on.
        assert_eq!(rt.eval::<String>("require('fs').writeFileSync('after', 'fine'); require('fs').readFileSync('after', 'utf8')").unwrap(), "fine");
    }
}

/// Calls every function of every module with values that nobody expects.
const HOSTILE: &str = r#"
    const throws = { get path() { throw new Error('getter') }, toString() { throw new Error('text') } };
    const revoked = (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })();
    const detached = new Uint8Array(4);
    if (typeof structuredClone === 'function') structuredClone(detached.buffer, { transfer: [detached.buffer] });
    const values = [undefined, null, true, -1, 1.5, NaN, 2 ** 53, 5n, 2n ** 70n, '', 'x', 'x\0', '\ud800', 'x'.repeat(5000), Symbol('s'), {}, [], [[]], () => 1, new Map(), new Date(NaN), /x/, throws,
        new Proxy({}, { get() { throw 1; } }), new Proxy([], {}), revoked, detached, new Uint8Array(0), new ArrayBuffer(3), new DataView(new ArrayBuffer(2)), new Float64Array(2), Object.create(null), Promise.resolve(), globalThis];
    const modules = [require('fs'), require('fs/promises'), require('database'), require('database').open('m'), require('exec'), require('child_process')];
    let tried = 0;
    const names = (object) => new Set([...Object.keys(object), ...Object.getOwnPropertyNames(Object.getPrototypeOf(object))]);
    for (const module of modules) for (const name of names(module)) {
        if (['constructor', 'constants', 'promises', 'close'].includes(name) || name.startsWith('__')) continue;
        let act;
        try { act = module[name]; } catch { continue; }
        if (typeof act !== 'function') continue;
        for (const a of values) for (const b of [values[tried % values.length], values[(tried * 7 + 3) % values.length]]) {
            const c = values[(tried * 5 + 1) % values.length];
            tried++;
            try { Promise.resolve(Reflect.apply(act, module, [a, b, c, a])).catch(() => {}); } catch {}
            try { Promise.resolve(new act(a, b)).catch(() => {}); } catch {}
        }
    }
    tried"#;
