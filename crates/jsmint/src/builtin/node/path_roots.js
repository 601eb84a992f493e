// Roots of Windows' paths: drives, shares, devices.
(function (module, exports, require, native) {
  'use strict';
  const UNC = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/;

  // What a path begins with: `device` is its drive or share, `end` where the root ends, `isAbsolute` whether it starts at
  // a root; `isWhole` where the path is a share and nothing else.
  exports.device = function device(path, areDevices) {
    const drive = /^([a-zA-Z]:)([\\/])?/.exec(path);
    if (drive !== null) {
      return { device: drive[1], end: drive[0].length, isAbsolute: drive[2] !== undefined, isShare: false, isWhole: false };
    }
    const share = UNC.exec(path);
    if (share !== null) {
      const [text, server, name] = share;
      const isDevice = areDevices && (server === '.' || server === '?');
      return {
        device: '\\\\' + server + (isDevice ? '' : '\\' + name), end: isDevice ? 4 : text.length, isAbsolute: true,
        isShare: !isDevice, isWhole: !isDevice && text.length === path.length,
      };
    }
    const isAbsolute = path[0] === '/' || path[0] === '\\';
    return { device: '', end: isAbsolute ? 1 : 0, isAbsolute, isShare: false, isWhole: false };
  };

  // Joins parts such that no share comes of parts that are none, and one that is one stays so.
  exports.join = function join(parts) {
    const joined = parts.join('\\');
    const begin = /^[\\/]*/.exec(joined)[0].length;
    const first = /^[\\/]*/.exec(parts[0])[0].length;
    if (first === 2 && parts[0].length > 2) return joined;
    return begin >= 2 ? '\\' + joined.slice(begin) : joined;
  };
})
