//! Attempts to leave granted folders, none of which may succeed.

mod common;

use std::collections::BTreeMap;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use common::{factory, runtime, thrown};
use jsmint::{Options, Runtime, Strategy};
use tempfile::TempDir;

/// A granted folder full of traps beside one that holds a secret.
struct Scene {
    folder: TempDir,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        for name in ["granted/inner/deep", "outside/below", "granted-too"] {
            std::fs::create_dir_all(root.join(name)).expect("a folder");
        }
        std::fs::write(root.join("outside/secret.txt"), "SECRET").expect("a file");
        std::fs::write(root.join("outside/below/secret.txt"), "SECRET").expect("a file");
        std::fs::write(root.join("granted-too/secret.txt"), "SECRET").expect("a file");
        std::fs::write(root.join("granted/own.txt"), "own").expect("a file");
        let outside = root.join("outside");
        let links: [(&str, &Path); 14] = [
            ("absolute", &outside.join("secret.txt")),
            ("relative", Path::new("../outside/secret.txt")),
            ("folder", Path::new("../outside")),
            ("absolute-folder", &outside),
            ("root", Path::new("/")),
            ("up", Path::new("..")),
            ("inner/up", Path::new("../..")),
            ("chain", Path::new("inner/up")),
            ("chain-of-chains", Path::new("chain/outside/secret.txt")),
            ("self", Path::new("self")),
            ("proc", Path::new("/proc/self/root")),
            ("fd", Path::new("/dev/fd/0")),
            ("zero", Path::new("/dev/zero")),
            ("absent", Path::new("../outside/made.txt")),
        ];
        for (name, target) in links {
            symlink(target, root.join("granted").join(name)).expect("a link");
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().canonicalize().expect("it is there").join(name)
    }

    fn runtime(&self, strategy: Strategy) -> Runtime {
        let fs = jsmint_std::fs().read(self.path("granted")).write(self.path("granted"));
        runtime(strategy, Options::new().module(fs))
    }

    /// Everything outside the granted folder: names, contents, modes, links.
    fn outside(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let mut queue = vec![self.path("outside"), self.path("granted-too")];
        while let Some(path) = queue.pop() {
            let about = path.symlink_metadata().expect("it is there");
            let content = if about.is_file() { std::fs::read_to_string(&path).expect("text") } else { String::new() };
            all.insert(path.display().to_string(), format!("{:o} {content}", about.permissions().mode()));
            if about.is_dir() {
                queue.extend(path.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path()));
            }
        }
        all.insert("beside".to_owned(), self.folder.path().read_dir().expect("a folder").count().to_string());
        all
    }
}

/// Tries every function with a path and says what came of it, as one text.
const TRY_ALL: &str = r#"
    var fs = require('fs');
    var codes = new Set();
    function attempt(act) {
        try {
            const value = act();
            return JSON.stringify(value, (key, value) => (value instanceof Uint8Array ? [...value].map((byte) => String.fromCharCode(byte)).join('') : value)) ?? '';
        } catch (error) {
            codes.add(error.code);
            // The messages name the paths that were asked for, and nothing else.
            return '';
        }
    }
    function use(fd) {
        const buffer = new Uint8Array(100);
        const said = [attempt(() => fs.readSync(fd, buffer)), attempt(() => buffer), attempt(() => fs.writeSync(fd, 'CHANGED')), attempt(() => fs.ftruncateSync(fd, 0))];
        fs.closeSync(fd);
        return said.join();
    }
    function tryAll(path) {
        const acts = [
            () => fs.readFileSync(path), () => fs.readFileSync(path, 'utf8'), () => fs.readdirSync(path), () => fs.readdirSync(path, { recursive: true, withFileTypes: true }),
            () => fs.realpathSync(path), () => fs.realpathSync.native(path), () => fs.accessSync(path, fs.constants.R_OK | fs.constants.W_OK),
            () => fs.copyFileSync(path, 'taken'), () => fs.readFileSync('taken', 'utf8'), () => fs.linkSync(path, 'taken2'), () => fs.readFileSync('taken2', 'utf8'),
            () => fs.symlinkSync(path, 'taken3'), () => fs.readFileSync('taken3', 'utf8'), () => fs.writeFileSync('taken3', 'CHANGED'),
            () => fs.writeFileSync(path, 'CHANGED'), () => fs.appendFileSync(path, 'CHANGED'), () => fs.writeFileSync(path, 'CHANGED', { flag: 'wx' }),
            () => fs.writeFileSync(path, 'CHANGED', { flag: 'r+' }), () => fs.truncateSync(path), () => fs.copyFileSync('own.txt', path), () => fs.linkSync('own.txt', path),
            () => fs.symlinkSync('own.txt', path), () => fs.mkdirSync(path), () => fs.mkdirSync(path + '/made/by/script', { recursive: true }), () => fs.mkdtempSync(path + '/made'),
            ...['r', 'r+', 'w', 'w+', 'a', 'a+', 'wx', 'ax'].map((flags) => () => use(fs.openSync(path, flags))),
        ];
        let said = acts.map(attempt).join('\n');
        for (const name of ['taken', 'taken2', 'taken3']) attempt(() => fs.rmSync(name, { recursive: true, force: true }));
        return said;
    }
    function removeAll(path) {
        return [() => fs.renameSync(path, 'moved'), () => fs.readFileSync('moved', 'utf8'), () => fs.renameSync('own.txt', path), () => fs.unlinkSync(path), () => fs.rmdirSync(path),
            () => fs.rmSync(path, { recursive: true })].map(attempt).join('\n');
    }
"#;

on_both_paths! {
    fn no_path_leads_out(strategy) {
        let scene = Scene::new();
        let before = scene.outside();
        let mut rt = scene.runtime(strategy);
        rt.eval::<()>(TRY_ALL).unwrap();
        // What is inside can be read, or the rest would say nothing.
        std::fs::write(scene.path("granted/bait"), "BAIT").unwrap();
        assert!(rt.eval::<String>("tryAll('bait')").unwrap().contains("BAIT"));
        let outside = scene.path("outside");
        let mut paths: Vec<String> = [
            "../outside/secret.txt", "inner/../../outside/secret.txt", "./../outside/secret.txt", "inner/deep/../../../outside/secret.txt", "..//outside/secret.txt", "../granted/../outside/secret.txt",
            "absolute", "relative", "folder/secret.txt", "folder/below/secret.txt", "absolute-folder/secret.txt", "up/outside/secret.txt", "inner/up/outside/secret.txt", "chain/outside/secret.txt",
            "chain-of-chains", "self", "absent", "inner/../folder/secret.txt", "inner/up/granted/folder/secret.txt", "up/granted-too/secret.txt", "../granted-too/secret.txt", "..", "../..", "up", "chain", "inner/up", "folder", "root", "proc", "fd", "zero",
            "/etc/passwd", "/proc/self/environ", "/proc/self/root/etc/passwd", "/proc/self/cwd", "/dev/fd/0", "/dev/zero", "/dev/mem", "/", "//etc/passwd", "/./etc/passwd", "root/etc/passwd", "proc/etc/passwd",
            "..\\outside\\secret.txt", "%2e%2e/outside/secret.txt", "..%2foutside", "file:///etc/passwd", "\u{ff0e}\u{ff0e}/outside/secret.txt", "~/secret.txt", "C:\\outside", "..;/outside/secret.txt",
        ].map(str::to_owned).to_vec();
        for path in [outside.join("secret.txt"), outside.clone(), scene.path("granted-too/secret.txt"), scene.path("granted/../outside/secret.txt"), scene.path("GRANTED/own.txt"), scene.path("granted/folder/secret.txt")] {
            paths.push(path.display().to_string());
        }
        // The system's own folders are there to be seen by no one, so nothing of them may be said either.
        let passwd = std::fs::read_to_string("/etc/passwd").unwrap();
        let root_line = passwd.lines().next().unwrap().to_owned();
        for path in &paths {
            rt.global().set("path", path.as_str()).unwrap();
            let said: String = rt.eval("tryAll(path)").unwrap();
            assert!(!said.contains("SECRET") && !said.contains(&root_line) && !said.contains("passwd\""), "{path}: {said}");
            assert_eq!(scene.outside(), before, "{path} led out");
        }
        assert!(rt.eval::<bool>("codes.has('ERR_ACCESS_DENIED')").unwrap());
        // Removing and renaming may take the links themselves, and no more.
        for path in &paths {
            rt.global().set("path", path.as_str()).unwrap();
            let said: String = rt.eval("removeAll(path)").unwrap();
            assert!(!said.contains("SECRET"), "{path}: {said}");
            assert_eq!(scene.outside(), before, "{path} led out");
        }
        assert!(scene.path("granted").is_dir());
    }

    fn links_swapped_in_between_lead_nowhere(strategy) {
        let scene = Scene::new();
        let (flip, outside) = (scene.path("granted/flip"), scene.path("outside"));
        std::fs::create_dir(scene.path("granted/real")).unwrap();
        std::fs::write(scene.path("granted/real/secret.txt"), "harmless").unwrap();
        let before = scene.outside();
        let mut rt = scene.runtime(strategy);
        let stop = AtomicBool::new(false);
        let (reads, tried) = std::thread::scope(|threads| {
            threads.spawn(|| {
                let (real, link) = (scene.path("granted/real"), scene.path("granted/link"));
                while !stop.load(Ordering::Relaxed) {
                    // A folder and a link to the outside take turns under one name.
                    let _ = std::fs::rename(&real, &flip);
                    let _ = std::fs::rename(&flip, &real);
                    let _ = symlink(&outside, &link);
                    let _ = std::fs::rename(&link, &flip);
                    let _ = std::fs::remove_file(&flip);
                    let _ = symlink("../outside", &flip);
                    let _ = std::fs::remove_file(&flip);
                }
            });
            let mut run = || {
            rt.eval::<()>("
                var fs = require('fs');
                function batch() {
                    let reads = 0, writes = 0;
                    const out = (what) => { throw new RangeError('out: ' + what); };
                    const attempt = (act) => { try { act(); } catch (error) { if (error instanceof RangeError) throw error; } };
                    for (let i = 0; i < 300; i++) {
                        attempt(() => { if (fs.readFileSync('flip/secret.txt', 'utf8').includes('SECRET')) out('read'); reads++; });
                        attempt(() => { fs.writeFileSync('flip/secret.txt', 'harmless'); writes++; });
                        attempt(() => { if (fs.readdirSync('flip').includes('below')) out('listed'); });
                        attempt(() => fs.rmSync('flip/below', { recursive: true, force: true }));
                        attempt(() => fs.mkdirSync('flip/made'));
                        attempt(() => { fs.symlinkSync('../own.txt', 'flip/l'); fs.unlinkSync('flip/l'); });
                        attempt(() => fs.renameSync('own.txt', 'flip/own.txt'));
                        attempt(() => fs.renameSync('flip/own.txt', 'own.txt'));
                    }
                    return [reads, writes];
                }")?;
            let (mut reads, mut tried) = (0, 0);
            // Until both have been met in numbers: the folder, and what is there in its place.
            while tried < 1500 || ((reads < 10 || tried - reads < 10) && tried < 100_000) {
                let counts = rt.eval::<(u32, u32)>("batch()")?;
                tried += 300;
                reads += counts.0;
            }
                Ok((reads, tried))
            };
            let counts: jsmint::Result<_> = run();
            stop.store(true, Ordering::Relaxed);
            counts
        }).unwrap();
        assert_eq!(scene.outside(), before);
        assert!(reads >= 10 && tried - reads >= 10, "nothing was swapped in between: {reads} of {tried}");
    }

    fn devices_pipes_and_sockets_stay_shut(strategy) {
        let scene = Scene::new();
        let at = |name: &str| scene.path("granted").join(name);
        assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        // Only some may make devices.
        let device = std::process::Command::new("mknod").arg(at("zero-device")).args(["c", "1", "5"]).output().unwrap().status.success();
        let mut rt = scene.runtime(strategy);
        let mut names = vec!["pipe"];
        if device {
            names.push("zero-device");
        }
        for name in names {
            for call in [format!("readFileSync('{name}')"), format!("writeFileSync('{name}', 'x')"), format!("openSync('{name}', 'r+')"), format!("appendFileSync('{name}', 'x')"), format!("copyFileSync('{name}', 'y')")] {
                let (code, message) = thrown(&mut rt, &format!("require('fs').{call}"));
                assert!(code == "ERR_ACCESS_DENIED" && message.contains("a device, a pipe or a socket"), "{call}: {code} {message}");
            }
        }
        assert!(rt.eval::<()>("require('fs').readFileSync('socket')").is_err());
        assert!(rt.eval::<bool>("require('fs').statSync('pipe').isFIFO() && require('fs').lstatSync('socket').isSocket()").unwrap());
    }

    fn links_are_made_to_the_inside_only(strategy) {
        let scene = Scene::new();
        let mut rt = scene.runtime(strategy);
        for (target, path) in [("..", "n"), ("../outside", "n"), ("/etc/passwd", "n"), ("inner/../../outside", "n"), ("../../x", "inner/n"), ("./../..", "inner/n"), ("../../..", "inner/deep/n"), ("../x", "inner/../n")] {
            assert_eq!(thrown(&mut rt, &format!("require('fs').symlinkSync('{target}', '{path}')")).0, "ERR_ACCESS_DENIED", "{target} {path}");
        }
        assert_eq!(rt.eval::<String>("const fs = require('fs'); fs.symlinkSync('../../own.txt', 'inner/deep/n'); fs.readFileSync('inner/deep/n', 'utf8')").unwrap(), "own");
        assert_eq!(rt.eval::<Vec<String>>("fs.symlinkSync('..', 'inner/deep/m'); fs.readdirSync('inner/deep/m')").unwrap(), ["deep", "up"]);
    }

    fn rights_are_apart(strategy) {
        let scene = Scene::new();
        std::fs::write(scene.path("granted/inner/in.txt"), "in").unwrap();
        let only_read = jsmint_std::fs().read(scene.path("granted"));
        let mut rt = runtime(strategy, Options::new().module(only_read));
        for call in ["writeFileSync('own.txt', '')", "appendFileSync('own.txt', '')", "openSync('own.txt', 'a')", "openSync('own.txt', 'r+')", "mkdirSync('x')", "mkdirSync('x/y', { recursive: true })", "rmSync('own.txt')", "rmSync('inner', { recursive: true, force: true })",
            "unlinkSync('own.txt')", "rmdirSync('inner')", "renameSync('own.txt', 'x')", "copyFileSync('own.txt', 'x')", "symlinkSync('own.txt', 'x')", "linkSync('own.txt', 'x')", "truncateSync('own.txt')", "mkdtempSync('x')", "accessSync('own.txt', 2)"] {
            assert_eq!(thrown(&mut rt, &format!("require('fs').{call}")).0, "ERR_ACCESS_DENIED", "{call}");
        }
        assert_eq!(rt.eval::<String>("require('fs').readFileSync('own.txt', 'utf8')").unwrap(), "own");

        let only_write = jsmint_std::fs().write(scene.path("granted"));
        let mut rt = runtime(strategy, Options::new().module(only_write));
        for call in ["readFileSync('own.txt')", "readdirSync('.')", "statSync('own.txt')", "openSync('own.txt')", "openSync('own.txt', 'w+')", "copyFileSync('own.txt', 'x')", "readlinkSync('absolute')", "realpathSync('own.txt')", "accessSync('own.txt')"] {
            assert_eq!(thrown(&mut rt, &format!("require('fs').{call}")).0, "ERR_ACCESS_DENIED", "{call}");
        }
        assert!(!rt.eval::<bool>("const f = require('fs'); f.writeFileSync('w.txt', 'written'); f.existsSync('w.txt')").unwrap());
        assert_eq!(std::fs::read_to_string(scene.path("granted/w.txt")).unwrap(), "written");

        // Nested grants: reading everywhere, writing below.
        let nested = jsmint_std::fs().read(scene.path("granted")).write(scene.path("granted/inner"));
        let mut rt = runtime(strategy, Options::new().module(nested));
        rt.eval::<()>("const fs = require('fs'); fs.writeFileSync('inner/new.txt', fs.readFileSync('inner/in.txt')); fs.writeFileSync('own/../inner/x', '')").unwrap_err();
        assert_eq!(rt.eval::<String>("fs.readFileSync('inner/new.txt', 'utf8') + fs.readFileSync('inner/../own.txt', 'utf8')").unwrap(), "inown");
        for call in ["writeFileSync('new.txt', '')", "writeFileSync('inner/../new.txt', '')", "renameSync('inner/new.txt', 'new.txt')", "linkSync('own.txt', 'inner/own')", "renameSync('own.txt', 'inner/own')"] {
            assert_eq!(thrown(&mut rt, &format!("require('fs').{call}")).0, "ERR_ACCESS_DENIED", "{call}");
        }
    }

    fn a_write_only_folder_is_not_read_by_moving(strategy) {
        let scene = Scene::new();
        let fs = jsmint_std::fs().write(scene.path("outside")).read(scene.path("granted")).write(scene.path("granted"));
        let mut rt = runtime(strategy, Options::new().module(fs));
        rt.global().set("other", scene.path("granted").to_str().unwrap()).unwrap();
        for call in ["renameSync('secret.txt', other + '/taken')", "linkSync('secret.txt', other + '/taken')", "copyFileSync('secret.txt', other + '/taken')"] {
            assert_eq!(thrown(&mut rt, &format!("require('fs').{call}")).0, "ERR_ACCESS_DENIED", "{call}");
        }
    }

    fn folders_may_be_seen_elsewhere(strategy) {
        let scene = Scene::new();
        let fs = jsmint_std::fs().read_at(scene.path("granted"), "/data").write_at(scene.path("granted/inner"), "/data/out");
        let mut rt = runtime(strategy, Options::new().module(fs));
        assert_eq!(rt.eval::<String>("const fs = require('fs'); fs.writeFileSync('/data/out/x', 'y'); fs.readFileSync('/data/own.txt', 'utf8') + fs.readFileSync('own.txt', 'utf8') + fs.readFileSync('/data/inner/x', 'utf8') + fs.realpathSync('inner/../own.txt')").unwrap(), "ownowny/data/own.txt");
        let real = scene.path("granted/own.txt");
        assert_eq!(thrown(&mut rt, &format!("fs.readFileSync({real:?})")).0, "ERR_ACCESS_DENIED");
        assert_eq!(thrown(&mut rt, "fs.readFileSync('/data/out/x')").0, "ERR_ACCESS_DENIED", "what is seen there can only be written");
        let options = |fs| jsmint::EngineFactory::new(Options::new().strategy(strategy).module(fs));
        assert!(options(jsmint_std::fs().read_at(scene.path("granted"), "data")).unwrap_err().is_option());
        assert!(options(jsmint_std::fs().read(scene.path("absent"))).unwrap_err().message().contains("absent"));
        assert!(options(jsmint_std::fs().read(scene.path("granted/own.txt"))).unwrap_err().is_option());
    }

    fn a_denial_says_what_would_grant_it(strategy) {
        let scene = Scene::new();
        let mut rt = scene.runtime(strategy);
        let granted = scene.path("granted").display().to_string();
        assert_eq!(thrown(&mut rt, "require('fs').readFileSync('/etc/passwd')").1, format!(
            "Access denied: reading '/etc/passwd': it lies in no granted folder. Granted: read and write {granted}. To grant it: jsmint_std::fs().read(\"/etc\"), or --allow-read=/etc"));
        assert_eq!(thrown(&mut rt, "require('fs').writeFileSync('relative', '')").1, format!(
            "Access denied: writing 'relative': it leads out of the granted folder. Granted: read and write {granted}. To grant it: jsmint_std::fs().write(\"FOLDER\"), or --allow-write=FOLDER"));
        let shape: String = rt.eval("try { require('fs').readFileSync('/etc/passwd') } catch (e) { JSON.stringify([e.name, e.code, e.permission, e.resource, Object.keys(e)]) }").unwrap();
        assert_eq!(shape, r#"["Error","ERR_ACCESS_DENIED","FileSystemRead","/etc/passwd",["code","permission","resource"]]"#);
        let mut rt = runtime(strategy, Options::new().module(jsmint_std::fs()));
        assert!(thrown(&mut rt, "require('fs').readFileSync('x')").1.contains("Granted: nothing."));
        assert_eq!(thrown(&mut runtime(strategy, Options::new()), "require('fs')").0, "MODULE_NOT_FOUND");
    }

    fn large_and_many(strategy) {
        let scene = Scene::new();
        let huge = std::fs::File::create(scene.path("granted/huge")).unwrap();
        huge.set_len(1 << 40).unwrap();
        let fs = jsmint_std::fs().read(scene.path("granted")).open_limit(3).file_limit(1 << 20);
        let mut rt = factory(strategy, Options::new().module(fs)).new_runtime().unwrap();
        assert_eq!(thrown(&mut rt, "require('fs').readFileSync('huge')").0, "ERR_FS_FILE_TOO_LARGE");
        assert_eq!(thrown(&mut rt, "const fs = require('fs'); const fd = fs.openSync('huge'); fs.readFileSync(fd)").0, "ERR_FS_FILE_TOO_LARGE");
        assert_eq!(thrown(&mut rt, "for (let i = 0; i < 3; i++) fs.openSync('own.txt')").0, "EMFILE");
        assert_eq!(rt.eval::<i32>("fs.closeSync(4); fs.openSync('own.txt')").unwrap(), 4);
    }
}
