//! Macros of jsmint.
