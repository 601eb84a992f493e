//! While bytes are lent, nothing of the script can run, since no scope can be reached.

fn main() {
    let mut rt = jsmint::open(jsmint::Options::new()).unwrap();
    rt.enter(|scope| {
        let buffer = scope.array_buffer(&[1, 2, 3])?;
        buffer.with_bytes(|bytes| {
            scope.global().set("x", scope.undefined()).unwrap();
            bytes.len()
        });
        Ok(())
    })
    .unwrap();
}
