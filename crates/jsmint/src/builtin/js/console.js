(function (host, inspect, format) { return { log(...a) { host.write('log', a.map(String).join(' ')); } }; })
