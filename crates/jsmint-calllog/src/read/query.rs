//! Which rows are asked for.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::types::Value;

use crate::error::{LogError, LogErrorKind};
use crate::record::{Direction, Outcome};
use crate::schema::COLUMNS;

/// How long a call took, in nanoseconds, whichever way the file says it.
pub(super) const DURATION: &str = "coalesce(duration_ns, duration_ms * 1000000)";
/// When a call began, likewise.
const START: &str = "coalesce(start_unix_ns, ts_unix_ms * 1000000)";
/// How a call ended, likewise.
pub(super) const OUTCOME: &str = "coalesce(outcome, CASE WHEN error IS NULL THEN 'returned' ELSE 'threw' END)";

/// In which order rows come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// The newest first. What was written last is newest: calls are written when they end.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
    /// The newest, as many as the limit allows, but the oldest of them first.
    Recent,
    /// The slowest first. Counts of lost records are left out, unless they are asked for.
    Slowest,
}

/// Which rows are asked for: those that meet everything said here. Without a word, all of them.
///
/// ```
/// use std::time::Duration;
/// use jsmint_calllog::{Order, Query};
///
/// let slow_saves =
///     Query::new().module("db").function("save*").min_duration(Duration::from_millis(5)).order(Order::Slowest).limit(10);
/// # drop(slow_saves);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    runtime: Option<u64>,
    factory: Option<String>,
    module: Option<String>,
    function: Option<String>,
    direction: Option<Direction>,
    outcome: Option<Outcome>,
    errors: bool,
    min_duration: Option<Duration>,
    since: Option<SystemTime>,
    until: Option<SystemTime>,
    after: Option<i64>,
    up_to: Option<i64>,
    limit: Option<u64>,
    order: Order,
}

/// Conditions with the values that they name.
#[derive(Debug, Default)]
struct Conditions {
    texts: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    /// Adds a condition whose last word is a value.
    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.texts.push(format!("{condition} ?{}", self.values.len()));
    }

    /// Adds one for a name, in which `*` stands for anything and `?` for one character.
    fn add_name(&mut self, column: &str, name: &str) {
        if name.contains(['*', '?']) {
            // Brackets are SQLite's, not ours: names such as `[Symbol.iterator]` mean themselves.
            self.add(&format!("{column} GLOB"), name.replace('[', "[[]"));
        } else {
            self.add(&format!("{column} ="), name.to_owned());
        }
    }
}

impl Query {
    /// All rows, the newest first.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those of this runtime.
    #[must_use]
    pub fn runtime(mut self, runtime: u64) -> Self {
        self.runtime = Some(runtime);
        self
    }

    /// Only those of the factories whose ids begin so: 1 to 16 hexadecimal digits.
    #[must_use]
    pub fn factory(mut self, id: impl Into<String>) -> Self {
        self.factory = Some(id.into());
        self
    }

    /// Only those of this native module. `*` stands for anything, `?` for one character.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Only those of this function. `*` stands for anything, `?` for one character.
    #[must_use]
    pub fn function(mut self, name: impl Into<String>) -> Self {
        self.function = Some(name.into());
        self
    }

    /// Only those in this direction.
    #[must_use]
    pub fn direction(mut self, direction: Direction) -> Self {
        self.direction = Some(direction);
        self
    }

    /// Only those that ended so.
    #[must_use]
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = Some(outcome);
        self
    }

    /// Only those that neither returned nor are counts of lost records.
    #[must_use]
    pub fn errors(mut self) -> Self {
        self.errors = true;
        self
    }

    /// Only calls that took at least so long.
    #[must_use]
    pub fn min_duration(mut self, duration: Duration) -> Self {
        self.min_duration = Some(duration);
        self
    }

    /// Only those that began then or later.
    #[must_use]
    pub fn since(mut self, time: SystemTime) -> Self {
        self.since = Some(time);
        self
    }

    /// Only those that began before then.
    #[must_use]
    pub fn until(mut self, time: SystemTime) -> Self {
        self.until = Some(time);
        self
    }

    /// Only those with a higher id.
    #[must_use]
    pub fn after(mut self, id: i64) -> Self {
        self.after = Some(id);
        self
    }

    /// At most so many rows; no bound by default.
    #[must_use]
    pub fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }

    /// In this order; by default [`Order::Newest`].
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// Only those with this id or a lower one.
    pub(super) fn up_to(mut self, id: i64) -> Self {
        self.up_to = Some(id);
        self
    }

    /// What [`after`](Self::after) was given.
    pub(super) fn after_id(&self) -> Option<i64> {
        self.after
    }

    /// What a count of lost records can meet: it belongs to a runtime and a time, and to no function.
    pub(super) fn of_losses(&self) -> Self {
        let Self { runtime, factory, since, until, after, up_to, .. } = self.clone();
        Self { runtime, factory, since, until, after, up_to, outcome: Some(Outcome::Dropped), ..Self::default() }
    }

    /// The statement that selects all columns of these rows from a source, and its values.
    pub(super) fn statement(&self, source: &str) -> Result<(String, Vec<Value>), LogError> {
        let columns: Vec<_> = COLUMNS.iter().map(|(name, _)| *name).collect();
        let (conditions, values) = self.conditions(self.order == Order::Slowest)?;
        let order = match self.order {
            Order::Newest | Order::Recent => "id DESC".to_owned(),
            Order::Oldest => "id".to_owned(),
            Order::Slowest => format!("{DURATION} DESC, id"),
        };
        let limit = self.limit.map_or(-1, |rows| i64::try_from(rows).unwrap_or(i64::MAX));
        let statement =
            format!("SELECT {} FROM {source} {conditions} ORDER BY {order} LIMIT {limit}", columns.join(", "));
        let statement = match self.order {
            Order::Recent => format!("SELECT * FROM ({statement}) ORDER BY id"),
            _ => statement,
        };
        Ok((statement, values))
    }

    /// A statement that selects these columns or sums of these rows, whatever the limit, in no order.
    pub(super) fn over_all(&self, what: &str, source: &str) -> Result<(String, Vec<Value>), LogError> {
        let (conditions, values) = self.conditions(false)?;
        Ok((format!("SELECT {what} FROM {source} {conditions}"), values))
    }

    /// The WHERE clause and its values.
    fn conditions(&self, calls_only: bool) -> Result<(String, Vec<Value>), LogError> {
        let mut all = Conditions::default();
        if let Some(runtime) = self.runtime {
            all.add("runtime_id =", integer(runtime));
        }
        if let Some(factory) = &self.factory {
            let id = factory.to_ascii_lowercase();
            if !(1..=16).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let message = format!("factory {factory:?} cannot be: its id has 16 hexadecimal digits, give 1 to 16");
                return Err(LogError::new(LogErrorKind::Read, message));
            }
            all.add("factory_id GLOB", format!("{id}*"));
        }
        if let Some(module) = &self.module {
            all.add_name("module", module);
        }
        if let Some(function) = &self.function {
            all.add_name("function", function);
        }
        match self.direction {
            Some(Direction::ScriptToHost) => all.texts.push("direction IN ('js->host', 'js->go')".to_owned()),
            Some(Direction::HostToScript) => all.texts.push("direction = 'host->js'".to_owned()),
            None => {}
        }
        if let Some(outcome) = self.outcome {
            all.add(&format!("{OUTCOME} ="), outcome.word().to_owned());
        }
        if self.errors {
            all.texts.push(format!("{OUTCOME} NOT IN ('returned', 'dropped')"));
        }
        if let Some(duration) = self.min_duration {
            let nanoseconds = i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
            all.add(&format!("{DURATION} >="), nanoseconds);
        }
        if (calls_only || self.min_duration.is_some()) && self.outcome != Some(Outcome::Dropped) {
            // It has a duration: the time in which the records were lost.
            all.texts.push(format!("{OUTCOME} <> 'dropped'"));
        }
        // By the milliseconds, which have an index, and then precisely.
        if let Some(since) = self.since.map(unix_ns) {
            all.add("ts_unix_ms >=", since.div_euclid(1_000_000));
            all.add(&format!("{START} >="), since);
        }
        if let Some(until) = self.until.map(unix_ns) {
            all.add("ts_unix_ms <=", until.div_euclid(1_000_000));
            all.add(&format!("{START} <"), until);
        }
        if let Some(after) = self.after {
            all.add("id >", after);
        }
        if let Some(up_to) = self.up_to {
            all.add("id <=", up_to);
        }
        let text = if all.texts.is_empty() { String::new() } else { format!("WHERE {}", all.texts.join(" AND ")) };
        Ok((text, all.values))
    }
}

/// SQLite's numbers have a sign; a number beyond them is none that a file can hold.
pub(super) fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(-1)
}

fn unix_ns(time: SystemTime) -> i64 {
    let clamp = |duration: Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => clamp(after),
        Err(before) => -clamp(before.duration()),
    }
}
