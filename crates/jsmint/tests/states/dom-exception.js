let kept; try { structuredClone(() => 1); } catch (e) { kept = e; } kept.name
// ---
[kept.message.length > 0, kept.code, kept instanceof DOMException, kept instanceof Error]
