//! The line of source that an error points at.

use std::fs;

use jsmint::{JsException, Location};

/// The most characters of a line that are shown; minified sources have one line of a megabyte.
const WIDTH: usize = 100;

/// The excerpt for an exception, if its source can be had: from `source` if it has that name, otherwise from the file.
/// The innermost frame that has a source counts.
pub(crate) fn of(exception: &JsException, source: Option<&(String, String)>) -> Option<String> {
    let location = exception.location.as_ref()?;
    let text = match source {
        Some((name, text)) if *name == location.file => text.clone(),
        _ => fs::read_to_string(&location.file).ok()?,
    };
    draw(location, text.lines().nth(location.line.checked_sub(1)? as usize)?)
}

/// Draws one line with a caret under its column.
fn draw(location: &Location, line: &str) -> Option<String> {
    let column = location.column.checked_sub(1)? as usize;
    let characters: Vec<char> = line.chars().map(|c| if c == '\t' { ' ' } else { c }).collect();
    if column > characters.len() {
        return None;
    }
    // A long line is cut so that the column stays in sight.
    let start = if column < WIDTH * 3 / 4 { 0 } else { column - WIDTH / 2 };
    let shown: String = characters.iter().skip(start).take(WIDTH).collect();
    let number = location.line.to_string();
    let margin = " ".repeat(number.len());
    let caret = " ".repeat(column - start);
    Some(format!(
        "{margin}--> {location}\n{margin} |\n{number} | {shown}\n{margin} | {caret}^\n",
        shown = shown.trim_end()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(line: u32, column: u32) -> Location {
        Location { file: "a.js".to_owned(), line, column }
    }

    #[test]
    fn the_caret_stands_under_the_column() {
        let drawn = draw(&location(12, 10), "\treturn x.y;").expect("an excerpt");
        assert_eq!(drawn, "  --> a.js:12:10\n   |\n12 |  return x.y;\n   |          ^\n");
    }

    #[test]
    fn a_long_line_is_cut_around_the_column() {
        let line = "a".repeat(5000) + "!" + &"b".repeat(5000);
        let drawn = draw(&location(1, 5001), &line).expect("an excerpt");
        let lines: Vec<&str> = drawn.lines().collect();
        assert!(lines.iter().all(|line| line.len() < WIDTH + 10));
        assert_eq!(lines[2].find('!'), lines[3].find('^'));
    }

    #[test]
    fn the_source_given_is_used_and_a_place_outside_it_shows_nothing() {
        let exception =
            |line, column| JsException { location: Some(location(line, column)), ..JsException::new("Error", "x") };
        let source = ("a.js".to_owned(), "one\ntwo".to_owned());
        assert!(of(&exception(2, 1), Some(&source)).is_some_and(|text| text.contains("two")));
        assert_eq!(of(&exception(3, 1), Some(&source)), None);
        assert_eq!(of(&exception(2, 9), Some(&source)), None);
        assert_eq!(of(&exception(0, 0), Some(&source)), None);
    }
}
