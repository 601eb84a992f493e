const re = /^(?:(?<year>\d{4})-(?<month>\d\d))|(?<!x)y+(?=z)|\p{Lu}+$/u; re.exec("2024-05").groups.year
// ---
[re.test("yyz"), re.test("xyz"), "ABC".match(re)?.[0], re.source.length]
