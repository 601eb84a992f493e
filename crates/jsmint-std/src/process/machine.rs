//! What the system says about the machine and its user.

use serde::Serialize;

use crate::platform;

/// The machine, as the system describes it now.
#[derive(Debug, Serialize)]
pub(super) struct Machine {
    name: String,
    kind: String,
    release: String,
    version: String,
    architecture: String,
    /// In bytes.
    memory: u64,
    free: u64,
    /// In seconds.
    uptime: i64,
    loads: [f64; 3],
    processors: Vec<String>,
}

impl Machine {
    pub(super) fn now() -> Self {
        let names = rustix::system::uname();
        let load = platform::load();
        let text = |name: &std::ffi::CStr| name.to_string_lossy().into_owned();
        Self {
            name: text(names.nodename()),
            kind: text(names.sysname()),
            release: text(names.release()),
            version: text(names.version()),
            architecture: text(names.machine()),
            memory: load.memory,
            free: load.free,
            uptime: load.uptime,
            loads: load.loads,
            processors: processors(),
        }
    }
}

/// The model of each processor, where the system tells.
fn processors() -> Vec<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models = text.lines().filter_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let models: Vec<_> = models.map(|(_, model)| model.trim().to_owned()).collect();
    if models.is_empty() {
        let count = std::thread::available_parallelism().map_or(1, usize::from);
        return vec!["unknown".to_owned(); count];
    }
    models
}

/// Who the host runs as.
#[derive(Debug, Serialize)]
pub(super) struct User {
    uid: u32,
    gid: u32,
    name: String,
    home: String,
    shell: String,
    temporary: String,
}

impl User {
    pub(super) fn own() -> Self {
        let (uid, gid) = (rustix::process::getuid().as_raw(), rustix::process::getgid().as_raw());
        let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let wanted = uid.to_string();
        let fields: Vec<&str> = users
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>())
            .find(|fields| fields.get(2) == Some(&wanted.as_str()))
            .unwrap_or_default();
        let field = |index: usize| fields.get(index).copied().unwrap_or_default().to_owned();
        let home = std::env::var("HOME").unwrap_or_else(|_| field(5));
        Self {
            uid,
            gid,
            name: field(0),
            home,
            shell: field(6),
            temporary: std::env::temp_dir().to_string_lossy().into_owned(),
        }
    }
}
