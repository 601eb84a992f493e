//! What modules that Node has, too, keep between calls, and what they make of a seed and of frozen intrinsics.

mod common;

use std::time::Duration;

use common::{factory, runtime};
use jsmint::{Console, Limits, Options};

const FREEZE: &str = "for (const name of Object.getOwnPropertyNames(globalThis)) {
        const { value } = Object.getOwnPropertyDescriptor(globalThis, name);
        if (typeof value !== 'function') continue;
        Object.freeze(value);
        if (value.prototype) Object.freeze(value.prototype);
    }
    Object.freeze(Object.getPrototypeOf(Uint8Array));
    Object.freeze(Object.getPrototypeOf(Uint8Array.prototype));";

on_both_paths! {
    fn random_bytes_follow_from_the_seed(strategy) {
        let draw = "const { randomBytes, randomUUID, randomInt } = require('crypto');
            [randomBytes(11).toString('hex'), randomUUID(), randomInt(1e9), crypto.getRandomValues(new Uint32Array(2)).join()].join(' ')";
        let drawn = |options: Options| runtime(strategy, options).eval::<String>(draw).unwrap();
        let first = drawn(Options::new().deterministic(7));
        assert_eq!(first, drawn(Options::new().deterministic(7)));
        assert_ne!(first, drawn(Options::new().deterministic(8)));
        assert_ne!(drawn(Options::new()), drawn(Options::new()));
    }

    fn random_bytes_differ_between_runtimes_of_an_image(strategy) {
        let factory = factory(strategy, Options::new().preload_script("p.js", "require('crypto').randomBytes(8)"));
        let draw = || factory.new_runtime().unwrap().eval::<String>("require('crypto').randomBytes(16).toString('hex')").unwrap();
        assert_ne!(draw(), draw());
    }

    fn a_digest_begun_in_a_preload_goes_on_in_every_runtime(strategy) {
        let preload = "globalThis.begun = ['sha256', 'blake2b512', 'sha3-256'].map((name) =>
            require('crypto').createHash(name).update('x'.repeat(100)));
            globalThis.hmac = require('crypto').createHmac('sha512', 'key').update('one');";
        let factory = factory(strategy, Options::new().preload_script("p.js", preload));
        for _ in 0..3 {
            let same: bool = factory.new_runtime().unwrap().eval("const { createHash, createHmac } = require('crypto');
                const whole = ['sha256', 'blake2b512', 'sha3-256'].map((name) => createHash(name).update('x'.repeat(100) + 'y').digest('hex'));
                String(begun.map((hash) => hash.update('y').digest('hex'))) === String(whole)
                    && hmac.update('two').digest('hex') === createHmac('sha512', 'key').update('onetwo').digest('hex')").unwrap();
            assert!(same);
        }
    }

    fn every_module_loads_where_intrinsics_are_frozen(strategy) {
        let names = ["path", "querystring", "buffer", "string_decoder", "url", "crypto", "os", "process"];
        for name in names {
            let mut rt = runtime(strategy, Options::new());
            rt.eval::<()>(FREEZE).unwrap();
            assert_eq!(rt.eval::<String>(&format!("typeof require('{name}')")).unwrap(), "object", "{name}");
        }
        let mut rt = runtime(strategy, Options::new());
        rt.eval::<()>(FREEZE).unwrap();
        let text: String = rt.eval("Buffer.from('häh').fill('a', 1, 2).toString('base64') + new URL('http://a/?b').search
            + require('crypto').createHash('md5').digest('hex')").unwrap();
        assert_eq!(text, "aGGkaA==?bd41d8cd98f00b204e9800998ecf8427e");
    }

    fn keys_from_passwords_can_be_stopped(strategy) {
        let limits = Limits::new().time(Duration::from_millis(300));
        let mut rt = runtime(strategy, Options::new().limits(limits));
        let error = rt.eval::<()>("require('crypto').pbkdf2Sync('p', 's', 2 ** 31 - 1, 8, 'sha512')").unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        let code = "const { scryptSync } = require('crypto');
            try { scryptSync('p', 's', 8, { N: 2 ** 24, r: 64, maxmem: 2 ** 50 }); 'done' } catch (error) { error.code }";
        assert_eq!(rt.eval::<String>(code).unwrap(), "ERR_CRYPTO_INVALID_SCRYPT_PARAMS");
    }

    fn process_grants_nothing(strategy) {
        let mut rt = runtime(strategy, Options::new());
        let seen: String = rt.eval("const refused = ['exit', 'abort', 'kill', 'chdir'].map((name) => {
                try { process[name](0); return 'done' } catch (error) { return error.code }
            });
            [process.cwd(), JSON.stringify(process.env), process.argv, delete process.env.HOME, new Set(refused).size, refused[0]].join()").unwrap();
        assert_eq!(seen, "/,{},jsmint,true,1,ERR_FEATURE_UNAVAILABLE_ON_PLATFORM");
        assert_eq!(rt.eval::<String>("const os = require('os'); [os.hostname(), os.homedir(), os.cpus().length, os.userInfo().username].join()").unwrap(), "localhost,/,0,jsmint");
    }

    fn what_is_written_to_stdout_is_a_message_for_each_line(strategy) {
        let console = Console::buffer();
        let mut rt = runtime(strategy, Options::new().console(console.clone()));
        rt.eval::<()>("process.stdout.write('a'); process.stdout.write('b\\nc\\nrest'); process.stderr.write('wrong\\n')").unwrap();
        let written: Vec<String> = console.take().into_iter().map(|(level, text)| format!("{level:?} {text}")).collect();
        assert_eq!(written, ["Log ab", "Log c", "Error wrong", "Log rest"]);
    }

    fn a_tick_that_throws_is_an_error_and_those_after_it_still_run(strategy) {
        let mut rt = runtime(strategy, Options::new());
        let error = rt.eval::<()>("globalThis.seen = []; process.nextTick(() => seen.push(1));
            process.nextTick(() => { throw new RangeError('mine') }); process.nextTick(() => seen.push(2))").unwrap_err();
        assert_eq!(error.to_string(), "RangeError: mine");
        rt.run_until_idle().unwrap();
        assert_eq!(rt.eval::<String>("seen.join()").unwrap(), "1,2");
    }

    fn ticks_of_a_stopped_script_are_forgotten(strategy) {
        let limits = Limits::new().time(Duration::from_millis(100));
        let mut rt = runtime(strategy, Options::new().limits(limits));
        for script in ["process.nextTick(() => { seen.push('late') }); for (;;);",
            "process.nextTick(function again() { process.nextTick(again) })",
            "process.nextTick(() => { process.nextTick(() => seen.push('late')); for (;;); })"] {
            let error = rt.eval::<()>(&format!("globalThis.seen = []; {script}")).unwrap_err();
            assert!(error.is_timeout(), "{error:?}");
            assert_eq!(rt.eval::<String>("process.nextTick(() => seen.push('mine')); 'queued'").unwrap(), "queued");
            assert_eq!(rt.eval::<String>("seen.join()").unwrap(), "mine");
        }
    }

    fn ticks_of_a_preload_run_before_the_image_is_sealed(strategy) {
        let preload = "globalThis.seen = []; const tick = process.nextTick; tick(() => { seen.push(1); tick(() => seen.push(2)) });
            Promise.resolve().then(() => { seen.push(3); tick(() => seen.push(4)) });";
        let factory = factory(strategy, Options::new().preload_script("p.js", preload));
        for _ in 0..2 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.eval::<String>("process.nextTick(() => seen.push(5)); seen.join()").unwrap(), "1,2,3,4");
            assert_eq!(rt.eval::<String>("seen.join()").unwrap(), "1,2,3,4,5");
        }
    }

    fn ticks_run_while_a_promise_is_waited_for(strategy) {
        let mut rt = runtime(strategy, Options::new());
        let script = "new Promise((resolve) => setTimeout(() => process.nextTick(() => process.nextTick(resolve, 'done')), 1))";
        assert_eq!(rt.eval::<String>(script).unwrap(), "done");
    }

    fn variables_of_one_runtime_no_other_sees(strategy) {
        let factory = factory(strategy, Options::new().preload_script("p.js", "process.env.BAKED = 1"));
        factory.new_runtime().unwrap().eval::<()>("process.env.MINE = 'x'; process.env.BAKED = 2").unwrap();
        assert_eq!(factory.new_runtime().unwrap().eval::<String>("JSON.stringify(process.env)").unwrap(), r#"{"BAKED":"1"}"#);
    }
}
