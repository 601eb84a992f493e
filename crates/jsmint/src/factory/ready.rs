//! A thread that keeps clean slots ready, for factories that ask for one.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use crate::error::{Error, ErrorKind, Result};
use crate::raw::Mint;

/// Rings where slots run short. Ringing takes a short lock, and a system call where the thread sleeps.
#[derive(Default)]
pub(super) struct Bell {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    rung: bool,
    over: bool,
}

impl Bell {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ring(&self) {
        let mut state = self.state();
        if !state.rung {
            state.rung = true;
            self.changed.notify_one();
        }
    }

    fn end(&self) {
        self.state().over = true;
        self.changed.notify_one();
    }

    fn is_over(&self) -> bool {
        self.state().over
    }

    /// Waits until it has rung; false if it is over.
    fn wait(&self) -> bool {
        let asleep = |state: &mut State| !state.rung && !state.over;
        let mut state = self.changed.wait_while(self.state(), asleep).unwrap_or_else(PoisonError::into_inner);
        state.rung = false;
        !state.over
    }
}

/// The thread; ends when this is dropped.
pub(super) struct Ready {
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Ready {
    /// A thread that keeps so many slots of the mint ready: it makes them now, and again whenever the bell rings.
    pub(super) fn start(mint: &Mint, slots: usize, bell: &Arc<Bell>) -> Result<Self> {
        let (stock, heard) = (mint.stocker(), Arc::clone(bell));
        bell.ring();
        let thread = thread::Builder::new().name("jsmint-ready".to_owned()).spawn(move || {
            while heard.wait() {
                // One at a time, so that the end of the factory need not wait for all. Where the bound or the system allows
                // no more, whoever spawns is told, if he needs one.
                (1..=slots).take_while(|_| !heard.is_over()).all(|slots| stock(slots).is_ok());
            }
        });
        let thread = thread.map_err(|error| {
            let message = format!("no thread can be started that keeps {slots} slots ready: {error}");
            Error::new(ErrorKind::Exhausted, message).with_source(error)
        })?;
        Ok(Self { bell: Arc::clone(bell), thread: Some(thread) })
    }
}

impl Drop for Ready {
    fn drop(&mut self) {
        self.bell.end();
        if let Some(thread) = self.thread.take() {
            // It does not panic, and if it did, that is no reason for whoever drops a factory to.
            drop(thread.join());
        }
    }
}
