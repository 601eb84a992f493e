const re = /(\d+)-(?<word>[a-z]+)/gi; const text = "12-ab 345-CD 6-x"; const first = re.exec(text); [first[1], re.lastIndex]
// ---
const next = re.exec(text); [next.groups.word, re.lastIndex, text.replace(re, "$<word>"), re.flags]
