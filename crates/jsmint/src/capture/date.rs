//! Points in time.

use std::fmt::Write as _;

const DAY: i64 = 86_400_000;

/// Milliseconds since the start of 1970, as `toISOString` prints them.
#[inline(never)]
pub(super) fn push_date(out: &mut String, milliseconds: f64) {
    // What JavaScript calls a valid date.
    if milliseconds.is_nan() || milliseconds.abs() > 8.64e15 {
        out.push_str("\"<date invalid>\"");
        return;
    }
    let time = milliseconds as i64;
    let (year, month, day) = civil(time.div_euclid(DAY));
    let rest = time.rem_euclid(DAY);
    let (seconds, fraction) = (rest / 1000, rest % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let _ = match year {
        0..=9999 => write!(out, "\"<date {year:04}"),
        _ => write!(out, "\"<date {year:+07}"),
    };
    let _ = write!(out, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z>\"");
}

/// Year, month and day of a day counted from the start of 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    // Counted from the first of March of the year 0, leap days end a year, and all 400 years are alike.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let century = (day / 36_524).min(3);
    let day = day - century * 36_524;
    let four = day / 1461;
    let day = day - four * 1461;
    let single = (day / 365).min(3);
    let day = day - single * 365;
    // From March on, months repeat 31, 30, 31, 30, 31 days.
    let month = (day * 5 + 2) / 153;
    let first = (month * 153 + 2) / 5;
    let year = era * 400 + century * 100 + four * 4 + single;
    if month < 10 { (year, month + 3, day - first + 1) } else { (year + 1, month - 9, day - first + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (milliseconds, expected) in [
            (0.0, "1970-01-01T00:00:00.000Z"),
            (-1.0, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000.0, "2000-02-29T00:00:00.000Z"),
            (951_868_800_000.0, "2000-03-01T00:00:00.000Z"),
            (1_709_164_800_000.0, "2024-02-29T00:00:00.000Z"),
            (4_107_542_400_000.0, "2100-03-01T00:00:00.000Z"),
            (1_795_428_000_123.0, "2026-11-23T10:00:00.123Z"),
            (-62_167_219_200_000.0, "0000-01-01T00:00:00.000Z"),
            (-62_167_219_200_001.0, "-000001-12-31T23:59:59.999Z"),
            (253_402_300_800_000.0, "+010000-01-01T00:00:00.000Z"),
            (8.64e15, "+275760-09-13T00:00:00.000Z"),
            (-8.64e15, "-271821-04-20T00:00:00.000Z"),
        ] {
            let mut out = String::new();
            push_date(&mut out, milliseconds);
            assert_eq!(out, format!("\"<date {expected}>\""));
        }
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut last = civil(-1_000_001);
        for day in -1_000_000..1_000_000 {
            let (year, month, date) = civil(day);
            let follows = match date {
                1 if month == 1 => last == (year - 1, 12, 31),
                1 => last.0 == year && last.1 == month - 1 && last.2 >= 28,
                _ => last == (year, month, date - 1),
            };
            assert!(follows, "{last:?} {:?}", (year, month, date));
            last = (year, month, date);
        }
    }
}
