//! Hostile tenants: whatever one of them does, its slot is byte-equal to the relocated image afterwards, and the next
//! tenant sees the world that a runtime set up from nothing sees.
//!
//! The tenants lie in `isolation/*.js`, each after a line `//// outcome: what it does`. The outcome is what the entry
//! must end with, so that a tenant which does not do what it says is noticed: `ok` is a value of `true`, the others are
//! kinds of error.

#[path = "common/fingerprint.rs"]
mod fingerprint;

use std::time::Duration;

use jsmint::{EngineFactory, ErrorKind, Limits, SpawnOptions, Strategy};

/// A script that means harm.
struct Tenant<'a> {
    outcome: &'a str,
    name: &'a str,
    source: &'a str,
}

fn tenants(text: &str) -> Vec<Tenant<'_>> {
    let tenant = |part| {
        let (title, source) = str::split_once(part, '\n').expect("a title and a script");
        let (outcome, name) = title.split_once(": ").expect("an outcome and a name");
        Tenant { outcome, name, source }
    };
    text.split("//// ").skip(1).map(tenant).collect()
}

/// Time and memory that fit what the tenant is expected to run out of.
fn limits(outcome: &str) -> Limits {
    let time = Duration::from_millis(if outcome == "timeout" { 30 } else { 60_000 });
    let memory = if outcome == "memory" { 6 << 20 } else { 64 << 20 };
    Limits::new().time(time).memory(memory)
}

/// Lets a tenant loose in a runtime of this factory, and drops it there and then. Says what was not as it should be.
fn let_loose(factory: &EngineFactory, tenant: &Tenant<'_>) -> Option<String> {
    let mut rt = factory.spawn(SpawnOptions::new().limits(limits(tenant.outcome))).expect("a runtime");
    let handle = rt.interrupt_handle();
    rt.function("interruptMe", move || {
        handle.interrupt();
        Ok(())
    })
    .expect("a function");
    let result = rt.eval_named::<bool>(tenant.name, tenant.source);
    let outcome = match &result {
        Ok(true) => "ok",
        Ok(false) => "false",
        Err(error) => match error.kind() {
            ErrorKind::Exception => "throws",
            ErrorKind::Syntax => "syntax",
            ErrorKind::OutOfMemory => "memory",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Interrupted => "interrupted",
            ErrorKind::StackOverflow => "stack",
            ErrorKind::Pending => "pending",
            _ => "something else",
        },
    };
    if outcome != tenant.outcome {
        return Some(format!("{}: {} expected, not {result:?}", tenant.name, tenant.outcome));
    }
    // What must not be catchable was not caught.
    let caught =
        tenant.source.contains("globalThis.caught") && rt.eval::<bool>("'caught' in globalThis").expect("usable");
    caught.then(|| format!("{}: caught what stopped it", tenant.name))
}

/// Tenants one after the other in one and the same slot, each followed by one that looks around.
fn in_one_slot(text: &str) {
    let expected = fingerprint::cold();
    let factory = fingerprint::factory(Strategy::Image);
    let mut wrong = Vec::new();
    for tenant in tenants(text) {
        let before = factory.stats();
        wrong.extend(let_loose(&factory, &tenant));
        // The factory verifies, so a slot that is not what it must be has panicked by now; and this one was kept.
        let after = factory.stats();
        assert_eq!((after.recycled, after.idle, after.live), (before.recycled + 1, 1, 0), "{}", tenant.name);
        let mut next = factory.new_runtime().expect("a runtime");
        fingerprint::assert_same(&expected, &fingerprint::of(&mut next), tenant.name);
        assert_eq!(factory.stats().created, 1, "{}: it looked at another slot", tenant.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same tenants in runtimes that were set up from nothing end in the same way.
fn set_up_from_nothing(text: &str) {
    let factory = fingerprint::factory(Strategy::Cold);
    let wrong: Vec<_> = tenants(text).iter().filter_map(|tenant| let_loose(&factory, tenant)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

macro_rules! suites {
    ($($name:ident)*) => {$(
        mod $name {
            pub(super) const TENANTS: &str = include_str!(concat!("isolation/", stringify!($name), ".js"));

            #[test]
            fn leave_nothing_behind() {
                super::in_one_slot(TENANTS);
            }

            #[test]
            fn end_as_in_a_cold_runtime() {
                super::set_up_from_nothing(TENANTS);
            }
        }

    )*
        const ALL: &[&str] = &[$($name::TENANTS),*];
    };
}
suites!(intrinsics modules promises memory stops buffers);

#[test]
fn there_are_enough_tenants_and_no_two_are_the_same() {
    let mut names: Vec<_> = ALL.iter().flat_map(|text| tenants(text)).map(|tenant| tenant.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count >= 100, "{count}");
}

#[test]
fn the_fingerprint_sees_small_changes() {
    let expected = fingerprint::cold();
    let factory = fingerprint::factory(Strategy::Cold);
    let changes = [
        "Array.prototype[Symbol.for('x')] = 1",
        "Object.defineProperty(Math, 'max', { enumerable: true })",
        "app.map.set(app.keys[0], 9)",
        "app.weakSet.add(app.keys[0])",
        "app.account.deposit(1)",
        "app.generator.next()",
        "Object.preventExtensions(Reflect)",
        "const leaked = 1",
        "app.bytes[2] = 4",
        "require('counter').next()",
        "Math.random()",
        "Object.setPrototypeOf(Object.getPrototypeOf(function* () {}), null)",
        "RegExp.prototype.exec.call(app.sticky, 'a1')",
        "Symbol.prototype.constructor = Symbol.bind()",
    ];
    for change in changes {
        let mut rt = factory.new_runtime().expect("a runtime");
        rt.eval::<jsmint::Handle>(&format!("{change}; () => 0")).expect(change);
        assert_ne!(fingerprint::of(&mut rt), expected, "{change}");
    }
}
