const url = new URL("https://user:pass@example.org:8080/a/b?x=1&y=2#z"); const query = url.searchParams; query.append("x", "3"); url.href
// ---
url.pathname = "/c d"; query.delete("y"); [url.href, query.getAll("x"), url.host, [...query.keys()]]
