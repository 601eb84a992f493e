const data = new Uint32Array(50000); for (let i = 0; i < data.length; i++) data[i] = i * 2654435761; data[49999]
// ---
data.subarray(100, 200).reverse(); [data[100], data[199], data.reduce((a, b) => a ^ b)]
