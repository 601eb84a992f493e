//! What `process` and `os` tell of the machine: next to nothing.

use super::super::sink::Level;
use super::super::state::BuiltinState;
use crate::native::Exports;

/// Of `internal/next_tick`.
pub(super) fn define_next_tick(exports: &mut Exports) {
    exports.raw("expectTicks", 0, "", |call| {
        call.scope().expect_ticks();
        Ok(call.scope().undefined())
    });
}

pub(super) fn define(exports: &mut Exports) {
    exports.raw("elapsed", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.clock.elapsed())));
    exports.raw("write", 2, "", |call| {
        let (level, text): (String, String) = (call.get(0)?, call.get(1)?);
        call.state::<BuiltinState>()?.output.write(Level::from_name(&level), &text);
        Ok(call.scope().undefined())
    });
    exports.raw("arch", 0, "", |call| {
        call.scope().string(match std::env::consts::ARCH {
            "x86_64" => "x64",
            "x86" => "ia32",
            "aarch64" => "arm64",
            other => other,
        })
    });
}
