//! The runtime's clock, as `perf_hooks` has it.

use super::super::state::BuiltinState;
use crate::native::Exports;

pub(super) fn define(exports: &mut Exports) {
    exports.raw("now", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.clock.elapsed())));
    exports.raw("timeOrigin", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.clock.origin())));
}
