//! Memory under jsmint.
