//! `--follow`: calls as they are written.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jsmint_calllog::Tail;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::list::List;
use super::output::Output;
use crate::failure::Failure;

/// How long to wait where nothing new is there.
const PAUSE: Duration = Duration::from_millis(100);

/// Shows what is written until it is interrupted, or nobody reads any more.
pub(super) fn follow(mut tail: Tail, list: &mut List, output: &mut Output) -> Result<(), Failure> {
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&interrupted))
            .map_err(|error| Failure::io("cannot listen for interrupts", error))?;
    }
    while !interrupted.load(Ordering::Relaxed) {
        let rows = tail.poll()?;
        if rows.is_empty() {
            if is_closed_after(PAUSE) {
                break;
            }
        } else {
            list.some(&rows, output)?;
            output.flush()?;
        }
    }
    Ok(())
}

/// Waits; shorter if a signal arrives, or if it turns out that nobody reads standard output any more, which a write
/// would say only when there is something to write.
#[cfg(unix)]
fn is_closed_after(pause: Duration) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdout = std::io::stdout();
    let mut watched = [PollFd::new(&stdout, PollFlags::empty())];
    let pause = Timespec::try_from(pause).ok();
    poll(&mut watched, pause.as_ref()).is_ok()
        && watched[0].revents().intersects(PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL)
}

#[cfg(not(unix))]
fn is_closed_after(pause: Duration) -> bool {
    std::thread::sleep(pause);
    false
}
