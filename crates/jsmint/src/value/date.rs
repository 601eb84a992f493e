//! Points in time.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// A JavaScript `Date`: milliseconds since the start of 1970, `NaN` for an invalid date.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename = "$jsmint::Date")]
pub struct Date(pub f64);

/// The name by which the serializer knows a [`Date`].
pub(super) const DATE: &str = "$jsmint::Date";

impl From<SystemTime> for Date {
    fn from(time: SystemTime) -> Self {
        let milliseconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => since.as_secs_f64() * 1e3,
            Err(before) => -before.duration().as_secs_f64() * 1e3,
        };
        Self(milliseconds.floor())
    }
}

impl Date {
    /// The same point in time; `None` for an invalid date.
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::try_from_secs_f64(self.0.abs() / 1e3).ok()?;
        if self.0 < 0.0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    }
}
