//! Where the program's own code lies, which functions there are in it, and which build of it this is.

use std::ffi::c_void;
use std::ops::Range;
use std::slice;

use xxhash_rust::xxh3::xxh3_128;

use crate::platform::Loaded;

/// What is looked for among the objects that the program is loaded from, and what is found.
struct Search {
    address: usize,
    found: Option<Loaded>,
}

/// The executable or shared library that an address belongs to. Its build is the identifier that the linker gave it, else a
/// hash of its code.
pub(crate) fn find(address: usize) -> Option<Loaded> {
    let mut search = Search { address, found: None };
    // SAFETY: H11: the function is one of the type that this call takes, and is given the address of the search.
    unsafe { libc::dl_iterate_phdr(Some(look), (&raw mut search).cast()) };
    search.found
}

unsafe extern "C" fn look(info: *mut libc::dl_phdr_info, _size: usize, search: *mut c_void) -> i32 {
    // SAFETY: H11: what the system gives, and what `find` gave it, both there for the call; segments that are loaded may be
    // read where their flags say so.
    unsafe {
        let (info, search) = (&*info, &mut *search.cast::<Search>());
        let start = info.dlpi_addr as usize;
        let headers = slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum.into());
        let lies = |header: &libc::Elf64_Phdr| {
            let at = start + header.p_vaddr as usize;
            at..at + header.p_memsz as usize
        };
        let loaded = || headers.iter().filter(|header| header.p_type == libc::PT_LOAD);
        if !loaded().any(|header| lies(header).contains(&search.address)) {
            return 0;
        }
        let both = |all: Range<usize>, one: Range<usize>| all.start.min(one.start)..all.end.max(one.end);
        let range = loaded().map(lies).reduce(both).unwrap_or_default();
        let bytes = |range: Range<usize>| {
            slice::from_raw_parts(std::ptr::with_exposed_provenance::<u8>(range.start), range.len())
        };
        let notes = headers.iter().filter(|header| header.p_type == libc::PT_NOTE);
        let build = notes.filter_map(|header| build_id(bytes(lies(header)))).next().unwrap_or_else(|| {
            let code = loaded().filter(|header| header.p_flags & (libc::PF_X | libc::PF_R) == libc::PF_X | libc::PF_R);
            code.flat_map(|header| xxh3_128(bytes(lies(header))).to_le_bytes()).collect()
        });
        let code = loaded().filter(|header| header.p_flags & libc::PF_X != 0).map(lies);
        let code = code.map(|part| part.start - range.start..part.end - range.start).collect();
        let index = headers.iter().find(|header| header.p_type == libc::PT_GNU_EH_FRAME).map(lies);
        let functions = index.and_then(|at| functions(bytes(at.clone()), at.start - range.start)).unwrap_or_default();
        search.found = Some(Loaded { range, code, functions, build });
        1
    }
}

/// All functions by their distance from where the program begins, ascending, of the index that unwinders search in: four
/// bytes that say how it is encoded, where the descriptions lie, how many there are, and of each where its function begins, from
/// here, and where it lies. `None` if it is encoded as no linker in use does.
///
/// Source: Linux Standard Base Core Specification 5.0, 10.6.2.
fn functions(index: &[u8], distance: usize) -> Option<Vec<u32>> {
    /// The version; a distance from here as 4 bytes with sign; 4 bytes; distances from the beginning as 4 bytes with sign.
    const ENCODING: [u8; 4] = [1, 0x1b, 0x03, 0x3b];
    let (numbers, _) = index.strip_prefix(&ENCODING)?.as_chunks::<4>();
    let (&[_, count], rest) = numbers.split_first_chunk()?;
    let (pairs, _) = rest.as_chunks::<2>();
    let pairs = pairs.get(..u32::from_le_bytes(count) as usize)?;
    pairs.iter().map(|[start, _]| u32::try_from(distance as i64 + i64::from(i32::from_le_bytes(*start))).ok()).collect()
}

/// The linker's identifier among some notes: each has the lengths of its name and of its text, its sort, and then both, each
/// padded to whole words.
fn build_id(mut notes: &[u8]) -> Option<Vec<u8>> {
    const BUILD_ID: u32 = 3;
    loop {
        let number = |at: usize| Some(u32::from_le_bytes(notes.get(at..at + 4)?.try_into().ok()?));
        let (name, text, sort) = (number(0)? as usize, number(4)? as usize, number(8)?);
        let text_at = 12 + name.next_multiple_of(4);
        if sort == BUILD_ID && notes.get(12..12 + name)? == b"GNU\0" {
            return notes.get(text_at..text_at + text).map(<[u8]>::to_vec);
        }
        notes = notes.get(text_at + text.next_multiple_of(4)..)?;
    }
}
