const { proxy, revoke } = Proxy.revocable({ a: 1 }, {}); const other = Proxy.revocable([], {}); other.revoke(); proxy.a
// ---
revoke(); [proxy, other.proxy].map(p => { try { return p.a; } catch (e) { return e.name; } })
