//! Digests, keys from passwords, random bytes, as `crypto` has them.
//!
//! The state of a digest under way is bytes that the script's object holds: it lies in the runtime's own memory, goes into
//! images, is copied with them, and needs nobody to free it. Of digests whose crates cannot write their state down
//! (BLAKE2), the input itself is kept.

use digest::common::hazmat::{SerializableState, SerializedState};
use digest::{Digest, FixedOutput, Update};

use super::super::state::BuiltinState;
use super::buffer::{copy_of, lent};
use crate::error::{Error, ErrorKind, Result};
use crate::native::{Call, Exports};
use crate::raw::Value;

pub(super) fn define(exports: &mut Exports) {
    exports.raw("start", 1, "", |call| step(call, Step::Start));
    exports.raw("update", 3, "", |call| step(call, Step::Update));
    exports.raw("digest", 2, "", |call| step(call, Step::Digest));
    exports.raw("blockSize", 1, "", |call| {
        let size = match &*call.get::<String>(0)? {
            "sha384" | "sha512" | "sha512-224" | "sha512-256" | "blake2b512" => 128,
            "sha3-224" => 144,
            "sha3-256" => 136,
            "sha3-384" => 104,
            "sha3-512" => 72,
            _ => 64,
        };
        Ok(call.scope().int(size))
    });
    exports.raw("rounds", 5, "", |call| step(call, Step::Rounds));
    exports.raw("scrypt", 6, "", scrypt_of);
}

/// Of `internal/random_values`.
pub(super) fn define_random(exports: &mut Exports) {
    exports.raw("isOverdue", 0, "", |call| Ok(call.scope().boolean(call.scope().is_overdue())));
    exports.raw("random", 1, "", random);
}

/// Which part of a digest's life.
#[derive(Clone, Copy)]
enum Step {
    /// `(name)`: the first state; `undefined` where there is no digest of the name.
    Start,
    /// `(name, state, bytes)`: the state after these bytes.
    Update,
    /// `(name, state)`: the digest.
    Digest,
    /// `(name, inner state, outer state, last and sum, count)`: rounds of PBKDF2 (RFC 8018), as many as may pass without
    /// the script being stopped.
    Rounds,
}

fn step<'js>(call: &Call<'_, 'js>, step: Step) -> Result<Value<'js>> {
    let name: String = call.get(0)?;
    let taken = match &*name {
        "md5" => stepped::<md5::Md5>(call, step)?,
        "ripemd160" => stepped::<ripemd::Ripemd160>(call, step)?,
        "sha1" => stepped::<sha1::Sha1>(call, step)?,
        "sha224" => stepped::<sha2::Sha224>(call, step)?,
        "sha256" => stepped::<sha2::Sha256>(call, step)?,
        "sha384" => stepped::<sha2::Sha384>(call, step)?,
        "sha512" => stepped::<sha2::Sha512>(call, step)?,
        "sha512-224" => stepped::<sha2::Sha512_224>(call, step)?,
        "sha512-256" => stepped::<sha2::Sha512_256>(call, step)?,
        "sha3-224" => stepped::<sha3::Sha3_224>(call, step)?,
        "sha3-256" => stepped::<sha3::Sha3_256>(call, step)?,
        "sha3-384" => stepped::<sha3::Sha3_384>(call, step)?,
        "sha3-512" => stepped::<sha3::Sha3_512>(call, step)?,
        "blake2b512" => whole::<blake2::Blake2b512>(call, step)?,
        "blake2s256" => whole::<blake2::Blake2s256>(call, step)?,
        _ => return Ok(call.scope().undefined()),
    };
    call.scope().uint8_array(&taken)
}

/// A step of a digest whose state can be written down.
fn stepped<D: Clone + Default + Update + FixedOutput + SerializableState + Send>(
    call: &Call<'_, '_>,
    step: Step,
) -> Result<Vec<u8>> {
    if let Step::Start = step {
        return Ok(D::default().serialize().to_vec());
    }
    let broken = || Error::new(ErrorKind::Conversion, "the state of a digest expected");
    let read = |index| -> Result<D> {
        let state = SerializedState::<D>::try_from(&*copy_of(call, index)?).map_err(|_| broken())?;
        D::deserialize(&state).map_err(|_| broken())
    };
    let mut digest = read(1)?;
    match step {
        Step::Digest => return Ok(digest.finalize_fixed().to_vec()),
        Step::Rounds => {
            let outer = read(2)?;
            let after = |state: &D, bytes: &[u8]| {
                let mut state = state.clone();
                state.update(bytes);
                state.finalize_fixed()
            };
            return rounds(call, |last| after(&outer, &after(&digest, last)).to_vec());
        }
        _ => {}
    }
    lent(call.value(2).with_bytes(|bytes| digest.update(bytes)))?;
    Ok(digest.serialize().to_vec())
}

/// A step of a digest whose state is its input.
fn whole<D: Digest>(call: &Call<'_, '_>, step: Step) -> Result<Vec<u8>> {
    if let Step::Start = step {
        return Ok(Vec::new());
    }
    let mut state = copy_of(call, 1)?;
    match step {
        Step::Digest => return Ok(D::digest(&state).to_vec()),
        Step::Rounds => {
            let outer = copy_of(call, 2)?;
            let after = |state: &[u8], bytes: &[u8]| D::new().chain_update(state).chain_update(bytes).finalize();
            return rounds(call, |last| after(&outer, &after(&state, last)).to_vec());
        }
        _ => {}
    }
    lent(call.value(2).with_bytes(|bytes| state.extend_from_slice(bytes)))?;
    Ok(state)
}

/// The last block and the sum of all, after more rounds.
fn rounds(call: &Call<'_, '_>, next: impl Fn(&[u8]) -> Vec<u8>) -> Result<Vec<u8>> {
    let (mut both, count): (Vec<u8>, u32) = (copy_of(call, 3)?, call.get(4)?);
    let size = both.len() / 2;
    for _ in 0..count {
        let (last, sum) = both.split_at_mut(size);
        let new = next(last);
        if new.len() != size {
            return Err(Error::new(ErrorKind::Conversion, "two blocks of the digest's size expected"));
        }
        last.copy_from_slice(&new);
        sum.iter_mut().zip(&new).for_each(|(sum, new)| *sum ^= new);
    }
    Ok(both)
}

/// `(count)`: random bytes; from the runtime's generator where it is deterministic, else from the operating system.
fn random<'js>(call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let mut bytes = vec![0; call.get::<u32>(0)? as usize];
    let random = &call.state::<BuiltinState>()?.random;
    if random.is_seeded() {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&random.bits().to_le_bytes()[..chunk.len()]);
        }
    } else {
        getrandom::fill(&mut bytes)
            .map_err(|error| Error::new(ErrorKind::Internal, format!("no random bytes: {error}")))?;
    }
    call.scope().uint8_array(&bytes)
}

/// `(password, salt, length, log2 of N, r, p)`.
fn scrypt_of<'js>(call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let (password, salt) = (copy_of(call, 0)?, copy_of(call, 1)?);
    let (length, cost, block, lanes): (u32, u8, u32, u32) = (call.get(2)?, call.get(3)?, call.get(4)?, call.get(5)?);
    let mut key = vec![0; length as usize];
    let wrong = |_| Error::new(ErrorKind::Conversion, "parameters that scrypt does not have");
    let parameters = scrypt::Params::new(cost, block, lanes).map_err(wrong)?;
    if !key.is_empty() {
        scrypt::scrypt(&password, &salt, &parameters, &mut key)
            .map_err(|_| Error::new(ErrorKind::Conversion, "a key of another length expected"))?;
    }
    call.scope().uint8_array(&key)
}
