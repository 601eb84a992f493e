//! A call in words: `module.function(arguments) → result`.

use jsmint_calllog::{Direction, Outcome, Row};

use super::output::{BAD, LOST, painted};
use super::text::{clean, columns, shortened};

/// What is said of a call, all of it clean.
pub(super) struct Call {
    name: String,
    arguments: Option<String>,
    end: String,
    outcome: Outcome,
}

/// Who called whom, as an arrow to the host or from it.
pub(super) fn arrow(direction: Direction) -> &'static str {
    match direction {
        Direction::ScriptToHost => "→",
        Direction::HostToScript => "←",
    }
}

impl Call {
    pub(super) fn of(row: &Row) -> Self {
        let outcome = row.ended();
        let error = row.error.as_deref().map(clean);
        let end = match (outcome, error) {
            (Outcome::Returned, _) => {
                row.result_json.as_deref().map(|result| format!(" → {}", clean(result))).unwrap_or_default()
            }
            (Outcome::Threw, Some(error)) => format!(" ✗ {error}"),
            (Outcome::Dropped, error) => {
                let lost = match row.lost.unwrap_or(1) {
                    1 => "1 record lost".to_owned(),
                    many => format!("{many} records lost"),
                };
                [" ✗ ".to_owned(), lost, error.map(|error| format!(": {error}")).unwrap_or_default()].concat()
            }
            (other, Some(error)) => format!(" ✗ {}: {error}", other.word()),
            (other, None) => format!(" ✗ {}", other.word()),
        };
        let name = match &row.module {
            Some(module) => format!("{}.{}", clean(module), clean(&row.function)),
            None => clean(&row.function),
        };
        let arguments = row.args_json.as_deref().map(|arguments| {
            // A list in brackets becomes one in parentheses.
            clean(arguments.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(arguments))
        });
        Self { name, arguments: arguments.filter(|_| outcome != Outcome::Dropped), end, outcome }
    }

    /// How many columns it takes if nothing is left out.
    pub(super) fn columns(&self) -> usize {
        let arguments = self.arguments.as_ref().map_or(0, |arguments| columns(arguments) + 2);
        columns(&self.name) + arguments + columns(&self.end)
    }

    /// The call in so many columns or fewer, and in how many. Of what does not fit, arguments and end give way first:
    /// a result leaves half of the room to the arguments, an error leaves them little.
    pub(super) fn fitted(&self, room: Option<usize>) -> (String, usize) {
        let room = room.unwrap_or(usize::MAX);
        let name = shortened(&self.name, room);
        let Some(arguments) = &self.arguments else {
            let end = shortened(&self.end, room.saturating_sub(columns(&name)));
            return (name.clone() + &self.painted_end(&end), columns(&name) + columns(&end));
        };
        let rest = room.saturating_sub(columns(&name));
        if rest < 2 {
            let columns = columns(&name);
            return (name, columns);
        }
        let rest = rest - 2;
        let (has, wants) = (columns(arguments), columns(&self.end));
        // An error matters more than what it came of.
        let shared = if self.outcome == Outcome::Returned { rest / 2 } else { rest.saturating_sub(8) };
        let for_end = wants.min(shared.max(rest.saturating_sub(has)));
        let (arguments, end) = (shortened(arguments, rest - for_end), shortened(&self.end, for_end));
        let taken = columns(&name) + 2 + columns(&arguments) + columns(&end);
        (format!("{name}({arguments}){}", self.painted_end(&end)), taken)
    }

    fn painted_end(&self, end: &str) -> String {
        match self.outcome {
            Outcome::Returned => end.to_owned(),
            Outcome::Dropped => painted(LOST, end),
            _ => painted(BAD, end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, arguments: &str, end: &str) -> Call {
        Call {
            name: name.to_owned(),
            arguments: Some(arguments.to_owned()),
            end: end.to_owned(),
            outcome: Outcome::Returned,
        }
    }

    #[test]
    fn a_call_fits_whatever_the_room() {
        for (name, arguments, end) in
            [("db.get", "1,2", " → 3"), ("f", "日本語日本語日本語", " ✗ 日本語"), ("long".repeat(9).as_str(), "", "")]
        {
            let call = call(name, arguments, end);
            for room in 0..60 {
                let (text, taken) = call.fitted(Some(room));
                assert!(taken <= room && columns(&text) == taken, "{room}: {text:?}");
            }
            let (text, taken) = call.fitted(None);
            assert_eq!((text.as_str(), taken), (format!("{name}({arguments}){end}").as_str(), call.columns()));
        }
    }

    #[test]
    fn the_longer_of_arguments_and_end_gives_way() {
        let arguments = "abcdefghijklmnopqrstuvwxyz";
        assert_eq!(call("f", arguments, " → 12").fitted(Some(20)).0, "f(abcdefghijk…) → 12");
        assert_eq!(call("f", "12", " → abcdefghijklmnopqrstuvwxyz").fitted(Some(20)).0, "f(12) → abcdefghijk…");
        assert_eq!(call("f", arguments, " → abcdefghijklm").fitted(Some(21)).0, "f(abcdefgh…) → abcde…");
        let threw = Call { outcome: Outcome::Threw, ..call("f", arguments, " ✗ TypeError: no") };
        let end = painted(BAD, " ✗ TypeError: no");
        assert_eq!(threw.fitted(Some(27)).0, format!("f(abcdefg…){end}"));
    }
}
