//! How long things took.

use std::time::Duration;

use hdrhistogram::Histogram;

/// The longest time that is told from longer ones, in nanoseconds: an hour.
const LONGEST: u64 = 3_600_000_000_000;

/// Of which shares of all times a row says what they do not exceed: from the least to the longest.
pub const SHARES: [f64; 9] = [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1.0];

/// Times of one sort, with three digits of precision, in constant memory.
#[derive(Clone, Debug)]
pub struct Times(Histogram<u64>);

impl Default for Times {
    fn default() -> Self {
        Self(Histogram::new_with_bounds(1, LONGEST, 3).expect("the bounds and digits are allowed"))
    }
}

impl Times {
    /// No times yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one; times above an hour count as an hour.
    pub fn record(&mut self, time: Duration) {
        self.0.saturating_record(u64::try_from(time.as_nanos()).unwrap_or(LONGEST));
    }

    /// Adds all of another's.
    pub fn add(&mut self, other: &Self) {
        self.0.add(&other.0).expect("both have the same bounds");
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// The times, in nanoseconds, that these [shares](SHARES) of all times do not exceed.
    #[must_use]
    pub fn quantiles(&self) -> Vec<f64> {
        SHARES.iter().map(|&share| self.quantile(share)).collect()
    }

    /// The time, in nanoseconds, that this share of all times does not exceed.
    pub fn quantile(&self, share: f64) -> f64 {
        self.0.value_at_quantile(share) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_keep_three_digits_from_nanoseconds_to_minutes() {
        for time in [Duration::from_nanos(50), Duration::from_micros(123), Duration::from_secs(100)] {
            let mut times = Times::new();
            times.record(time);
            let wanted = time.as_nanos() as f64;
            assert!((times.quantile(0.5) - wanted).abs() <= wanted / 500.0, "{time:?}: {}", times.quantile(0.5));
        }
    }
}
