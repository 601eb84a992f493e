const seen = new Set(); const tag = s => { seen.add(s); return s.raw.join(); }; const use = () => tag`a${1}b\n`; use(); seen.size
// ---
[use(), seen.size, Object.isFrozen([...seen][0])]
