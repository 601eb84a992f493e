const d = new Date(Date.UTC(2024, 1, 29, 12)); d.tag = "leap"; 0
// ---
d.setUTCFullYear(2025); [d.toISOString(), d.tag, d.getTime(), typeof Date.now()]
