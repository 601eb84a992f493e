//! Programs that must not compile: what the brand on values and the ownership of runtimes forbid.
//!
//! The expectations are the compiler's own words, so they are compared on the toolchain that they were written for, and
//! on no other. They are never overwritten: a change of them is a change of what is promised.

/// The toolchain whose words the expectations are.
const TOOLCHAIN: &str = "1.95";

#[test]
fn programs_that_must_not_compile() {
    assert!(
        std::env::var_os("TRYBUILD").is_none(),
        "no run may overwrite the expectations, so TRYBUILD must not be set"
    );
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = std::process::Command::new(rustc).arg("--version").output().expect("there is a compiler");
    let version = String::from_utf8(version.stdout).expect("a version is text");
    if !version.starts_with(&format!("rustc {TOOLCHAIN}.")) {
        eprintln!("the expectations are those of rustc {TOOLCHAIN}, this is {version}");
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/*.rs");
    cases.pass("tests/compile_pass/*.rs");
}
