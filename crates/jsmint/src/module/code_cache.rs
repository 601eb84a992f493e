//! Compiled code, shared by all runtimes of a factory.
//!
//! The key is path *and* text, compared whole: the same path with another text is another entry, so stale code can't
//! run, and a collision of hashes costs a compilation, never a mix-up. The path is part of the key because compiled
//! code names its file in stack traces. The lock is held for a look-up or an insertion, never while anything loads or
//! compiles: two threads that miss at once both compile, and the first to finish wins.

use std::fmt;

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

/// A bounded cache of compiled code; the least recently used goes first.
pub struct CodeCache {
    hasher: RandomState,
    max_bytes: usize,
    state: Mutex<State>,
}

struct State {
    entries: LruCache<u64, Entry>,
    stats: CodeCacheStats,
}

struct Entry {
    path: Box<str>,
    text: Box<[u8]>,
    code: Arc<[u8]>,
}

impl Entry {
    fn matches(&self, path: &str, text: &[u8]) -> bool {
        *self.path == *path && *self.text == *text
    }

    fn size(&self) -> usize {
        self.path.len() + self.text.len() + self.code.len()
    }
}

/// What a [`CodeCache`] holds and how often it helped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeCacheStats {
    /// Compiled files held.
    pub entries: usize,
    /// Bytes held: code, and the paths and texts it is known by.
    pub bytes: usize,
    /// Look-ups that found code.
    pub hits: u64,
    /// Look-ups that found none.
    pub misses: u64,
    /// Entries dropped to stay within the bound.
    pub evictions: u64,
}

impl CodeCache {
    /// A cache of at most `max_bytes`, texts included. With 0 nothing is kept.
    #[must_use]
    pub fn new(max_bytes: usize) -> Self {
        let state = State { entries: LruCache::unbounded(), stats: CodeCacheStats::default() };
        Self { hasher: RandomState::new(), max_bytes, state: Mutex::new(state) }
    }

    /// The code compiled from exactly this `text` at this `path`.
    #[must_use]
    pub fn get(&self, path: &str, text: impl AsRef<[u8]>) -> Option<Arc<[u8]>> {
        let text = text.as_ref();
        let key = self.hasher.hash_one((path, text));
        let state = &mut *self.lock();
        let found = state.entries.get(&key).filter(|entry| entry.matches(path, text)).map(|entry| entry.code.clone());
        match found {
            Some(_) => state.stats.hits += 1,
            None => state.stats.misses += 1,
        }
        found
    }

    /// Keeps `code` for `text` at `path`, and gives what is kept: code that another thread put there before stays.
    pub fn insert(&self, path: &str, text: impl AsRef<[u8]>, code: impl Into<Arc<[u8]>>) -> Arc<[u8]> {
        let text = text.as_ref();
        let key = self.hasher.hash_one((path, text));
        let entry = Entry { path: path.into(), text: text.into(), code: code.into() };
        let code = entry.code.clone();
        if entry.size() > self.max_bytes {
            return code;
        }
        let state = &mut *self.lock();
        if let Some(earlier) = state.entries.get(&key)
            && earlier.matches(path, text)
        {
            return earlier.code.clone();
        }
        state.stats.bytes += entry.size();
        if let Some((_, replaced)) = state.entries.push(key, entry) {
            state.stats.bytes -= replaced.size();
            state.stats.evictions += 1;
        }
        while state.stats.bytes > self.max_bytes {
            let Some((_, oldest)) = state.entries.pop_lru() else { break };
            state.stats.bytes -= oldest.size();
            state.stats.evictions += 1;
        }
        code
    }

    /// The code for `text` at `path`, made by `compile` if it is not there. No lock is held meanwhile.
    ///
    /// # Errors
    /// Those of `compile`; nothing is kept then.
    pub fn get_or_compile<E>(
        &self,
        path: &str,
        text: impl AsRef<[u8]>,
        compile: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Arc<[u8]>, E> {
        let text = text.as_ref();
        match self.get(path, text) {
            Some(code) => Ok(code),
            None => Ok(self.insert(path, text, compile()?)),
        }
    }

    /// What the cache holds, and how often it helped.
    #[must_use]
    pub fn stats(&self) -> CodeCacheStats {
        let state = self.lock();
        CodeCacheStats { entries: state.entries.len(), ..state.stats }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing in here panics half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for CodeCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeCache")
            .field("max_bytes", &self.max_bytes)
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_text_is_another_entry() {
        let cache = CodeCache::new(1000);
        cache.insert("/a.js", "1", *b"one");
        assert_eq!(cache.get("/a.js", "1").as_deref(), Some(&b"one"[..]));
        assert_eq!(cache.get("/a.js", "2"), None);
        assert_eq!(cache.get("/b.js", "1"), None);
        // The boundary between path and text counts.
        assert_eq!(cache.get("/a.js1", ""), None);
        assert_eq!(cache.stats(), CodeCacheStats { entries: 1, bytes: 9, hits: 1, misses: 3, evictions: 0 });
    }

    #[test]
    fn the_first_code_stays() {
        let cache = CodeCache::new(1000);
        assert_eq!(*cache.insert("/a.js", "1", *b"first"), *b"first");
        assert_eq!(*cache.insert("/a.js", "1", *b"second"), *b"first");
        assert_eq!(cache.stats().entries, 1);
    }

    #[test]
    fn stays_within_its_bound() {
        let cache = CodeCache::new(30);
        for path in ["/a", "/b", "/c"] {
            cache.insert(path, "", [0; 8]);
        }
        assert!(cache.get("/a", "").is_some(), "touched, so that /b is the oldest");
        cache.insert("/d", "", [0; 8]);
        assert!(cache.get("/b", "").is_none());
        assert!(["/a", "/c", "/d"].iter().all(|path| cache.get(path, "").is_some()));
        assert_eq!((cache.stats().bytes, cache.stats().evictions), (30, 1));
        assert_eq!(cache.insert("/huge", "", [1; 100]).len(), 100);
        assert!(cache.get("/huge", "").is_none());
        let nothing = CodeCache::new(0);
        nothing.insert("/a", "", [1]);
        assert_eq!(nothing.stats().entries, 0);
    }

    #[test]
    fn compiling_may_use_the_cache_and_fail() {
        let cache = CodeCache::new(1000);
        let code = cache.get_or_compile("/a", "a", || {
            cache.get_or_compile("/b", "b", || Ok::<_, ()>(b"inner".to_vec()))?;
            Ok::<_, ()>(b"outer".to_vec())
        });
        assert_eq!(code.as_deref(), Ok(&b"outer"[..]));
        assert_eq!(cache.stats().entries, 2);
        assert_eq!(cache.get_or_compile("/c", "c", || Err("no")), Err("no"));
        assert_eq!(cache.stats().entries, 2);
    }
}
