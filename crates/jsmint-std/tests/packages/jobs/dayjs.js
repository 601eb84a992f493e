// Dates, with Day.js and its plugins.
'use strict';
const dayjs = require('dayjs');

for (const name of ['utc', 'duration', 'relativeTime', 'customParseFormat', 'isoWeek', 'weekOfYear', 'quarterOfYear', 'advancedFormat', 'isBetween', 'dayOfYear', 'objectSupport', 'minMax', 'localizedFormat', 'isLeapYear', 'arraySupport', 'toObject', 'weekday', 'calendar', 'updateLocale']) {
  dayjs.extend(require('dayjs/plugin/' + name));
}
require('dayjs/locale/de');
require('dayjs/locale/ja');
const at = (...values) => dayjs.utc(...values);

exports.job = () => {
  const print = (what, ...values) => console.log(what + ':', ...values);
  const day = at('2024-02-29T13:05:09.007Z');
  for (const format of ['YYYY-MM-DD HH:mm:ss.SSS', 'dddd, MMMM D, YYYY h:mm A', 'ddd MMM DD YY hh:mm a', '[Q]Q Do k x X', 'GGGG-[W]WW wo', 'L LT', 'LLLL', 'Z ZZ', '[escaped YYYY] M/D']) {
    print(format, day.format(format), '|', day.locale('de').format(format), '|', day.locale('ja').format(format));
  }
  print('iso', day.toISOString(), day.toJSON(), JSON.stringify({ day }), day.valueOf(), day.unix(), String(day));
  for (const [n, unit] of [[1, 'day'], [1, 'month'], [1, 'year'], [-1, 'quarter'], [36, 'hours'], [1.5, 'weeks'], [90, 's'], [5, 'ms']]) {
    print('add ' + n + ' ' + unit, day.add(n, unit).format());
  }
  print('subtract', day.subtract(1, 'year').format(), at('2024-03-31').subtract(1, 'month').format('YYYY-MM-DD'));
  for (const unit of ['year', 'quarter', 'month', 'isoWeek', 'week', 'day', 'hour', 'minute']) {
    print('around ' + unit, day.startOf(unit).toISOString(), day.endOf(unit).toISOString());
  }
  const other = at('2025-01-01');
  for (const unit of ['ms', 'second', 'hour', 'day', 'week', 'month', 'quarter', 'year']) print('diff ' + unit, other.diff(day, unit), other.diff(day, unit, true).toFixed(4));
  print('compare', day.isBefore(other), day.isAfter(other), day.isSame('2024-02-01', 'month'), day.isBetween('2024-01-01', other, 'day', '[)'));
  print('get', day.get('year'), day.month(), day.date(), day.day(), day.isoWeekday(), day.isoWeek(), day.week(), day.quarter(), day.dayOfYear(), day.daysInMonth(), day.isLeapYear());
  print('set', day.set('month', 0).date(31).hour(0).format(), day.dayOfYear(1).format(), day.isoWeek(1).format(), day.quarter(4).format());
  print('parse', dayjs.utc('31/12/2023 23:59', 'DD/MM/YYYY HH:mm').format(), dayjs.utc('1st March 24', 'Do MMMM YY').format(), dayjs('2024-13-45', 'YYYY-MM-DD', true).isValid(), dayjs('nonsense').isValid(), String(dayjs('nonsense')));
  print('parse german', dayjs.utc('3. März 2021', 'D. MMMM YYYY', 'de').format('YYYY-MM-DD'));
  print('object', day.toObject(), at({ y: 2020, M: 5, d: 1 }).format(), at([2021, 3, 4]).format());
  print('array', day.toArray ? day.toArray() : [day.year(), day.month()]);
  print('from', day.from(other), other.from(day), day.to(other, true), day.locale('de').from(other), day.locale('ja').to(other));
  for (const n of [20, 44, 89, 3000, 80000, 200000, 3e6, 5e7]) print('humanize ' + n, dayjs.duration(n, 'seconds').humanize(), '|', dayjs.duration(-n, 'seconds').locale('de').humanize(true));
  const duration = dayjs.duration({ hours: 26, minutes: 90, seconds: 1.5 });
  print('duration', duration.toISOString(), duration.asHours(), duration.asDays().toFixed(5), duration.format('D[d] HH:mm:ss'), dayjs.duration('P1Y2M3DT4H5M6S').asSeconds());
  print('duration sum', duration.add(1, 'day').subtract({ minutes: 30 }).toISOString(), dayjs.isDuration(duration), day.add(duration).format());
  print('offset', day.utcOffset(90).format(), day.utcOffset('-08:00').format('YYYY-MM-DD HH:mm Z'), day.utcOffset(9).utcOffset());
  print('min, max', dayjs.min(day, other).format(), dayjs.max([day, other]).format());
  print('calendar', day.calendar(at('2024-03-01')), other.calendar(day));
  print('locale', dayjs.locale(), day.locale('de').localeData ? 1 : 0, day.locale('de').weekday(0).format('dddd'), day.weekday(0).format('dddd'));
  dayjs.updateLocale('en', { relativeTime: { ...dayjs.Ls.en.relativeTime, future: 'after %s' } });
  print('own locale', other.from(day));
  dayjs.updateLocale('en', { relativeTime: { ...dayjs.Ls.en.relativeTime, future: 'in %s' } });
  print('clone', day.clone() !== day, dayjs.isDayjs(day), dayjs.isDayjs(new Date(0)), dayjs.unix(1).utc().format());
};

exports.input = { from: '2024-02-29T13:05:09Z', months: 3 };
exports.request = ({ from, months }) => at(from).add(months, 'month').endOf('month').format('dddd, MMMM D, YYYY HH:mm');
