(function (host, inspect, format) { return {}; })
