//! The README: two commands set everything up, and they are the two that continuous integration runs.

use crate::Finding;

/// The heading under which the commands stand.
pub const HEADING: &str = "## Set-up";

/// The main job on real input, and the tests.
pub const COMMANDS: [&str; 2] =
    ["cargo run --release -- each examples/orders/handler.js < examples/orders/orders.jsonl", "cargo test --workspace"];

/// Finds a README whose set-up section has other commands, more or fewer.
#[must_use]
pub fn check(path: &str, text: &str) -> Vec<Finding> {
    let found = commands(text);
    if found.iter().map(|(_, command)| command.as_str()).eq(COMMANDS) {
        return Vec::new();
    }
    let line = found.first().map_or(0, |(line, _)| *line);
    let shown: Vec<&str> = found.iter().map(|(_, command)| command.as_str()).collect();
    vec![Finding::new(path, line, format!("`{HEADING}` has the commands {shown:?}; they should be {COMMANDS:?}"))]
}

/// The lines of code blocks in the set-up section, with their numbers.
fn commands(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut in_section, mut in_block) = (false, false);
    for (i, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if !in_block && line.starts_with("## ") {
            in_section = line == HEADING;
        } else if in_section && in_block && !line.trim().is_empty() {
            found.push((i + 1, line.trim().to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readme(commands: &[&str]) -> String {
        format!("# x\n\n{HEADING}\n\nText.\n\n```sh\n{}\n```\n\n## Next\n\n```sh\nls\n```\n", commands.join("\n"))
    }

    #[test]
    fn exactly_the_two_commands_pass() {
        assert_eq!(check("README.md", &readme(&COMMANDS)), []);
        assert_eq!(check("README.md", &readme(&[COMMANDS[0], COMMANDS[1], "make"])).len(), 1);
        assert_eq!(check("README.md", &readme(&[COMMANDS[1], COMMANDS[0]])).len(), 1);
        assert_eq!(check("README.md", &readme(&COMMANDS[..1])).len(), 1);
        assert_eq!(check("README.md", "# x\n").len(), 1);
    }
}
