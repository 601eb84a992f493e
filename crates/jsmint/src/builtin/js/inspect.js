(function (host) { return { inspect: String, format: String }; })
