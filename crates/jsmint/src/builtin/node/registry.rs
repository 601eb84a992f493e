//! Which modules there are.

use super::{buffer, crypto, encoding, performance, process, timers, url};
use crate::native::Exports;

/// A module that is built in.
pub(super) struct NodeModule {
    /// What `require` calls it, without `node:`.
    pub(super) name: &'static str,
    pub(super) source: &'static str,
    /// Defines the functions that its source finds in `native`.
    pub(super) define: fn(&mut Exports),
}

/// One without functions in Rust.
const fn script(name: &'static str, source: &'static str) -> NodeModule {
    NodeModule { name, source, define: |_| {} }
}

/// One with functions in Rust.
const fn native(name: &'static str, source: &'static str, define: fn(&mut Exports)) -> NodeModule {
    NodeModule { name, source, define }
}

/// All of them.
pub(super) const MODULES: &[NodeModule] = &[
    script("assert", include_str!("assert.js")),
    script("assert/strict", "(function (module, exports, require) { module.exports = require('assert').strict; })"),
    native("buffer", include_str!("buffer.js"), buffer::define),
    native("crypto", include_str!("crypto.js"), crypto::define),
    script("events", include_str!("events.js")),
    script("internal/assertion_error", include_str!("assertion_error.js")),
    script("internal/buffer_numbers", include_str!("buffer_numbers.js")),
    script("internal/comparisons", include_str!("comparisons.js")),
    script("internal/encoded", include_str!("encoded.js")),
    native("internal/encoding", include_str!("encoding.js"), encoding::define),
    script("internal/errors", include_str!("errors.js")),
    script("internal/event_target", include_str!("event_target.js")),
    script("internal/legacy_url", include_str!("legacy_url.js")),
    native("internal/next_tick", include_str!("next_tick.js"), process::define_next_tick),
    script("internal/parse_args", include_str!("parse_args.js")),
    script("internal/path_roots", include_str!("path_roots.js")),
    native("internal/performance_timeline", include_str!("performance_timeline.js"), performance::define),
    native("internal/random_values", include_str!("random_values.js"), crypto::define_random),
    script("internal/structured_clone", include_str!("structured_clone.js")),
    native(
        "internal/url_parts",
        "(function (module, exports, require, native) { module.exports = native; })",
        url::define,
    ),
    script("internal/url_search_params", include_str!("url_search_params.js")),
    script("internal/web_crypto", include_str!("web_crypto.js")),
    script("os", include_str!("os.js")),
    script("path", include_str!("path.js")),
    script("path/posix", "(function (module, exports, require) { module.exports = require('path').posix; })"),
    script("path/win32", "(function (module, exports, require) { module.exports = require('path').win32; })"),
    native("perf_hooks", include_str!("perf_hooks.js"), performance::define),
    native("process", include_str!("process.js"), process::define),
    script("querystring", include_str!("querystring.js")),
    script("string_decoder", include_str!("string_decoder.js")),
    native("timers", include_str!("timers.js"), timers::define),
    script("timers/promises", include_str!("timers_promises.js")),
    script("url", include_str!("url.js")),
    script("util", include_str!("util.js")),
    script("util/types", include_str!("util_types.js")),
];
