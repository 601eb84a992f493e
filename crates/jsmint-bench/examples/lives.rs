//! Some lives of one case, for tools that count instructions: `lives CASE NUMBER`. See `.ci/instructions`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let case = arguments.next().unwrap_or_else(|| "empty".to_owned());
    let number = arguments.next().and_then(|number| number.parse().ok()).unwrap_or(1);
    match jsmint_bench::spawn::live_often(&case, number) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
