//! A child and its process group, from start to end.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jsmint::Deadline;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::Bounds;
use super::ended::{Ended, Reason};
use crate::platform;

/// How often it is asked whether the runtime must stop.
const GLANCE: Duration = Duration::from_millis(10);

/// How long a group that was asked to end may take before it is killed.
const GRACE: Duration = Duration::from_millis(200);

/// A child with its process group, none of which outlives it.
struct Group {
    child: Child,
    pid: Pid,
    /// Readable once the child has ended; absent on systems without such handles.
    handle: Option<OwnedFd>,
    reaped: bool,
}

impl Group {
    fn spawn(command: &mut Command) -> io::Result<Self> {
        let child = command.process_group(0).spawn()?;
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).ok_or(ErrorKind::Unsupported)?;
        Ok(Self { child, pid, handle: platform::child_handle(pid), reaped: false })
    }

    fn signal(&self, signal: Signal) {
        if !self.reaped {
            // A group without members is what is wanted.
            let _ = kill_process_group(self.pid, signal);
        }
    }

    /// Whether the child has ended. It stays unreaped, so that the number of its group is not given to another.
    fn has_ended(&self) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        !matches!(waitid(WaitId::Pid(self.pid), options), Ok(None))
    }

    /// Kills what is left of the group and reaps the child.
    fn end(&mut self) -> io::Result<std::process::ExitStatus> {
        self.signal(Signal::KILL);
        self.reaped = true;
        self.child.wait()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if !self.reaped {
            // Nobody is left to hear of an error.
            let _ = self.end();
        }
    }
}

/// A stream of the child that is being read, with what came so far.
struct Reading<R> {
    stream: Option<R>,
    bytes: Vec<u8>,
}

impl<R: Read + AsFd> Reading<R> {
    fn new(stream: Option<R>) -> io::Result<Self> {
        if let Some(stream) = &stream {
            fcntl_setfl(stream, OFlags::NONBLOCK)?;
        }
        Ok(Self { stream, bytes: Vec::new() })
    }

    /// Reads what is there. Whether it was more than allowed.
    fn read(&mut self, limit: usize) -> io::Result<bool> {
        let mut chunk = [0; 32 << 10];
        while let Some(stream) = &mut self.stream {
            match stream.read(&mut chunk) {
                Ok(0) => self.stream = None,
                Ok(count) => {
                    let room = limit.saturating_sub(self.bytes.len());
                    self.bytes.extend_from_slice(&chunk[..count.min(room)]);
                    if count > room {
                        return Ok(true);
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }
}

/// Runs a program until it has ended and all its output is read, or it must be killed.
pub(super) fn run(mut command: Command, input: Vec<u8>, bounds: Bounds, deadline: &Deadline) -> io::Result<Ended> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut group = Group::spawn(&mut command)?;
    let mut stdout = Reading::new(group.child.stdout.take())?;
    let mut stderr = Reading::new(group.child.stderr.take())?;
    let mut stdin = group.child.stdin.take();
    if let Some(stdin) = &stdin {
        fcntl_setfl(stdin, OFlags::NONBLOCK)?;
    }
    let end = Instant::now().checked_add(bounds.timeout);
    let (mut written, mut killed, mut kill_at) = (0, None, None::<Instant>);
    let mut closed = false;
    loop {
        write(&mut stdin, &input, &mut written)?;
        let too_much = killed.is_none() && stdout.read(bounds.output)? | stderr.read(bounds.output)?;
        let now = Instant::now();
        let reason = if deadline.is_over() {
            Some(Reason::Stopped)
        } else if too_much {
            Some(Reason::Output)
        } else if end.is_some_and(|end| now >= end) {
            Some(Reason::Timeout)
        } else {
            None
        };
        if reason == Some(Reason::Stopped) {
            killed = reason;
            break;
        }
        if killed.is_none() && reason.is_some() {
            killed = reason;
            kill_at = Some(now + GRACE);
            group.signal(Signal::TERM);
        }
        let ended = group.has_ended();
        if kill_at.is_some_and(|at| ended || now >= at) || (ended && closed) {
            break;
        }
        closed = stdout.stream.is_none() && stderr.stream.is_none();
        if closed && ended {
            continue;
        }
        wait(&group, stdin.as_ref().map(AsFd::as_fd), [as_fd(&stdout), as_fd(&stderr)], ended || killed.is_some());
    }
    let pid = group.child.id();
    let status = Some(group.end()?);
    Ok(Ended { pid, status, killed, stdout: stdout.bytes, stderr: stderr.bytes, ..Ended::default() })
}

fn as_fd<R: AsFd>(reading: &Reading<R>) -> Option<BorrowedFd<'_>> {
    reading.stream.as_ref().map(AsFd::as_fd)
}

/// Writes as much of the input as the child takes, and closes it at its end.
fn write(stdin: &mut Option<std::process::ChildStdin>, input: &[u8], written: &mut usize) -> io::Result<()> {
    while let Some(pipe) = stdin {
        match pipe.write(&input[*written..]) {
            _ if *written == input.len() => *stdin = None,
            Ok(count) => *written += count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // The child reads no more, which is its affair.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => *stdin = None,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Waits for a while, or until something happens.
fn wait(group: &Group, stdin: Option<BorrowedFd<'_>>, outputs: [Option<BorrowedFd<'_>>; 2], only_time: bool) {
    let mut events = Vec::with_capacity(4);
    if let Some(stdin) = &stdin {
        events.push(PollFd::new(stdin, PollFlags::OUT));
    }
    for output in outputs.iter().flatten() {
        // Where the child is being killed, nobody reads any more.
        if !only_time || group.has_ended() {
            events.push(PollFd::new(output, PollFlags::IN));
        }
    }
    if let Some(handle) = &group.handle
        && !only_time
    {
        events.push(PollFd::new(handle, PollFlags::IN));
    }
    let timeout = if group.handle.is_none() { Duration::from_millis(1) } else { GLANCE };
    let timeout = Timespec { tv_sec: 0, tv_nsec: timeout.subsec_nanos().into() };
    // An interruption is one of the things that may happen.
    let _ = poll(&mut events, Some(&timeout));
}
