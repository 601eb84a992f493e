//! What a `tracing` subscriber sees: the console's messages as events, calls as spans within each other.
#![cfg(feature = "tracing")]

use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use jsmint::{CallLog, Console, EngineFactory, Options, Strategy};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down what it is told.
#[derive(Clone, Default)]
struct Listener {
    lines: Arc<Mutex<Vec<String>>>,
    next: Arc<AtomicU64>,
}

/// The fields of a span or event, but for times.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() != "duration_ns" {
            self.0.push_str(&format!(" {}={value:?}", field.name()));
        }
    }
}

impl Listener {
    fn say(&self, line: String) {
        self.lines.lock().expect("no panic").push(line);
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("jsmint")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = Fields::default();
        span.record(&mut fields);
        self.say(format!("{id} new{}", fields.0));
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        if !fields.0.is_empty() {
            self.say(format!("{} has{}", span.into_u64(), fields.0));
        }
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.say(format!("{} {}{}", event.metadata().level(), event.metadata().target(), fields.0));
    }

    fn enter(&self, span: &Id) {
        self.say(format!("{} enter", span.into_u64()));
    }

    fn exit(&self, span: &Id) {
        self.say(format!("{} exit", span.into_u64()));
    }
}

/// What a subscriber hears while a script runs.
fn heard(strategy: Strategy, source: &str) -> Vec<String> {
    let options = Options::new().strategy(strategy).console(Console::tracing()).call_log(CallLog::tracing());
    let factory = EngineFactory::new(options).expect("the options are fine");
    let mut rt = factory.new_runtime().expect("a runtime");
    rt.function(
        "double",
        |n: i32| if n < 0 { Err(jsmint::Error::new(jsmint::ErrorKind::NotFound, "no")) } else { Ok(2 * n) },
    )
    .expect("a function");
    let listener = Listener::default();
    tracing::subscriber::with_default(listener.clone(), || rt.eval::<()>(source).expect("it runs"));
    listener.lines.lock().expect("no panic").clone()
}

#[test]
fn messages_of_the_console_are_events() {
    for strategy in [Strategy::Cold, Strategy::Image] {
        let heard = heard(strategy, "console.log('a', 1); console.warn('b'); console.error('c'); console.debug('d')");
        let events: Vec<_> = heard.iter().filter(|line| line.contains("jsmint::console")).collect();
        assert_eq!(
            events,
            [
                "INFO jsmint::console message=a 1",
                "WARN jsmint::console message=b",
                "ERROR jsmint::console message=c",
                "DEBUG jsmint::console message=d",
            ]
        );
    }
}

#[test]
fn calls_are_spans_within_each_other() {
    for strategy in [Strategy::Cold, Strategy::Image] {
        let heard = heard(strategy, "double(21); try { double(-1) } catch {} console.log('within')");
        let call = |call: u32, function: &str, arguments: &str, direction: &str| {
            format!(
                "{call} new runtime=1 call={} direction=\"{direction}\" module=\"\" function=\"{function}\" \
                 arguments=\"{arguments}\"",
                call
            )
        };
        assert_eq!(
            heard,
            [
                call(1, "eval", r#"[\"<<eval>\"]"#, "host->js"),
                "1 enter".to_owned(),
                call(2, "double", "[21]", "js->host"),
                "2 enter".to_owned(),
                r#"2 has outcome="returned""#.to_owned(),
                r#"2 has result="42""#.to_owned(),
                "2 exit".to_owned(),
                call(3, "double", "[-1]", "js->host"),
                "3 enter".to_owned(),
                r#"3 has outcome="threw""#.to_owned(),
                "3 has error=Error: no".to_owned(),
                "3 exit".to_owned(),
                "INFO jsmint::console message=within".to_owned(),
                r#"1 has outcome="returned""#.to_owned(),
                r#"1 has result="\"<undefined>\"""#.to_owned(),
                "1 exit".to_owned(),
            ]
        );
    }
}
