const live = await import("/live.mjs"); live.bump(); live.value
// ---
[live.value, (await import("/live.mjs")).bump(), live.value, (await import("/uses-live.mjs")).read()]
