//! Pictures of times: curves, and how single times are spread.

use crate::row::duration;

/// One line of a chart: where, and the time there in nanoseconds.
pub(super) struct Series<'a> {
    pub(super) name: &'a str,
    pub(super) points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 90.0;
const BELOW: f64 = 40.0;

/// Curves of times over something that grows from 0: both scales are logarithmic, and 0 has a place of its own at the left.
pub(super) fn chart(all: &[Series<'_>], across: &str) -> String {
    let points = || all.iter().flat_map(|series| &series.points);
    let (least, most) = bounds(points().map(|point| point.1));
    let last = points().map(|point| (1.0 + point.0).ln()).fold(1.0, f64::max);
    let x = |at: f64| LEFT + (1.0 + at).ln() / last * (WIDTH - LEFT - RIGHT);
    let y = |time: f64| 10.0 + (most / time).log10() / (most / least).log10() * (HEIGHT - BELOW - 10.0);
    let mut svg = format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" role=\"img\">");
    let mut draw = |shape: String| svg.extend([shape.as_str(), "\n"]);
    let mut time = least;
    while time <= most * 1.001 {
        // A power of ten: whole in its unit.
        let (at, label) = (y(time), duration(time).replace(".00", "").replace(".0", ""));
        draw(format!("<line class=\"axis\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>", WIDTH - RIGHT));
        draw(format!("<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>", LEFT - 6.0, at + 4.0));
        time *= 10.0;
    }
    let mut marks: Vec<f64> = points().map(|point| point.0).collect();
    marks.sort_by(f64::total_cmp);
    marks.dedup();
    for at in marks {
        draw(format!("<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{at}</text>", x(at), HEIGHT - BELOW + 16.0));
    }
    draw(format!("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{across}</text>", WIDTH / 2.0, HEIGHT - 6.0));
    let mut names: Vec<(f64, f64, usize)> = Vec::new();
    for (number, Series { points, .. }) in all.iter().enumerate() {
        let line: Vec<String> = points.iter().map(|&(at, time)| format!("{:.1},{:.1}", x(at), y(time))).collect();
        draw(format!("<polyline class=\"mark series-{number}\" points=\"{}\"/>", line.join(" ")));
        for &(at, time) in points {
            draw(format!("<circle class=\"dot series-{number}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>", x(at), y(time)));
        }
        if let Some(&(at, time)) = points.last() {
            names.push((x(at) + 8.0, y(time) + 4.0, number));
        }
    }
    // Names of lines that end close to each other stand below one another.
    names.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut free = 0.0;
    for (at, below, number) in names {
        free = f64::max(free + 13.0, below);
        draw(format!("<text x=\"{at:.1}\" y=\"{free:.1}\">{}</text>", all[number].name));
    }
    svg + "</svg>\n"
}

/// Powers of ten around all these times.
fn bounds(times: impl Iterator<Item = f64>) -> (f64, f64) {
    let (least, most) = times.fold((f64::MAX, 1.0), |(least, most), time| (least.min(time), f64::max(most, time)));
    let floor = least.min(most).max(1.0).log10().floor();
    (10f64.powf(floor), 10f64.powf(most.log10().ceil().max(floor + 1.0)))
}

/// How times are spread, from their [shares](crate::SHARES): all but one in a thousand, the middle half, the median. The
/// scale goes from 10 ns to 10 s, so strips can be compared with each other.
pub(super) fn strip(quantiles: &[f64]) -> String {
    let &[least, _, quarter, median, three_quarters, _, _, nearly_all, _] = quantiles else { return String::new() };
    let x = |time: f64| (time.max(10.0).log10() - 1.0) / 9.0 * 180.0;
    let line = |class, from: f64, to: f64, above: f64, below: f64| {
        format!("<line class=\"{class}\" x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{above}\" y2=\"{below}\"/>")
    };
    [
        "<svg viewBox=\"0 0 180 16\" width=\"180\" height=\"16\">".to_owned(),
        line("range", x(least), x(nearly_all), 8.0, 8.0),
        line("half", x(quarter), x(three_quarters) + 1.0, 8.0, 8.0),
        line("median", x(median), x(median), 2.0, 14.0),
        "</svg>".to_owned(),
    ]
    .concat()
}
