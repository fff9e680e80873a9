//! The signature in a program for macOS: ad hoc, which is a hash of each page and nobody's name.
//!
//! Layout: `osfmk/kern/cs_blobs.h` of Apple's kernel. All numbers are big-endian.

use anyhow::{Context as _, Result, ensure};
use sha2::{Digest as _, Sha256};

/// Begins the whole (CSMAGIC_EMBEDDED_SIGNATURE).
const SUPERBLOB: u32 = 0xfade_0cc0;

/// Begins the part with the hashes (CSMAGIC_CODEDIRECTORY).
const CODE_DIRECTORY: u32 = 0xfade_0c02;

/// The slot of that part, and the one of a signature by somebody (CSSLOT_CODEDIRECTORY, CSSLOT_SIGNATURESLOT).
const CODE_DIRECTORY_SLOT: u32 = 0;
const SIGNATURE_SLOT: u32 = 0x1_0000;

/// Nobody has signed (CS_ADHOC).
const AD_HOC: u32 = 0x2;

/// SHA-256 (CS_HASHTYPE_SHA256), and the length of its hashes in bytes.
const SHA256: (u8, usize) = (2, 32);

/// Checks the signature in `size` bytes of `program` from `begin` on, against the pages before it.
pub(super) fn check(program: &[u8], begin: usize, size: usize) -> Result<()> {
    let end = begin.checked_add(size).context("the signature has no end")?;
    let blob = program.get(begin..end).context("the signature lies outside the program")?;
    ensure!(number(blob, 0)? == SUPERBLOB, "there is no signature where one should be");
    let count = number(blob, 8)? as usize;
    ensure!(count <= size / 8, "the signature counts {count} parts");
    let mut directory = None;
    for index in 0..count {
        let (slot, offset) = (number(blob, 12 + 8 * index)?, number(blob, 16 + 8 * index)?);
        let part = blob.get(offset as usize..).context("a part of the signature is cut off")?;
        match slot {
            CODE_DIRECTORY_SLOT => directory = Some(part),
            // An empty one is 8 bytes.
            SIGNATURE_SLOT => ensure!(number(part, 4)? == 8, "somebody has signed the program"),
            _ => {}
        }
    }
    check_pages(directory.context("the signature has no hashes")?, &program[..begin])
}

/// Checks each page of `signed` against its hash.
fn check_pages(directory: &[u8], signed: &[u8]) -> Result<()> {
    ensure!(number(directory, 0)? == CODE_DIRECTORY, "the signature's hashes are of another kind");
    ensure!(number(directory, 12)? & AD_HOC != 0, "the signature is not ad hoc");
    let (first_hash, pages) = (number(directory, 16)? as usize, number(directory, 28)? as usize);
    let limit = number(directory, 32)? as usize;
    // The hash's length and kind, the platform, and the page's length as a power of two.
    let kinds = directory.get(36..40).context("the hashes are cut off")?;
    ensure!((kinds[1], usize::from(kinds[0])) == SHA256, "the hashes are not SHA-256");
    ensure!(kinds[3] < 32, "a page has 2^{} bytes", kinds[3]);
    ensure!(limit == signed.len(), "{limit} of {} bytes are signed", signed.len());
    let hashes = directory.get(first_hash..).context("the hashes lie outside the signature")?;
    let mut there = 0;
    for (page, hash) in signed.chunks(1 << kinds[3]).zip(hashes.chunks(SHA256.1)) {
        ensure!(Sha256::digest(page)[..] == *hash, "page {there} has another hash");
        there += 1;
    }
    ensure!(there == pages && there << kinds[3] >= limit, "only {there} pages have hashes");
    Ok(())
}

/// The number of four bytes at `offset`.
fn number(bytes: &[u8], offset: usize) -> Result<u32> {
    let bytes = bytes.get(offset..offset + 4).context("the signature is cut off")?;
    Ok(u32::from_be_bytes(bytes.try_into().expect("four bytes were taken")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A signature of `program` as zig's linker writes it, with a page of 4096 bytes.
    fn sign(program: &[u8]) -> Vec<u8> {
        let pages: Vec<_> = program.chunks(4096).map(Sha256::digest).collect();
        let mut directory = Vec::new();
        let mut push = |number: usize| directory.extend((number as u32).to_be_bytes());
        push(CODE_DIRECTORY as usize);
        push(44 + 32 * pages.len());
        push(0x0002_0400);
        push(AD_HOC as usize);
        push(44);
        push(0);
        push(0);
        push(pages.len());
        push(program.len());
        directory.extend([32, 2, 0, 12, 0, 0, 0, 0]);
        pages.iter().for_each(|hash| directory.extend(hash));
        let mut blob = Vec::new();
        for number in [SUPERBLOB, 20 + directory.len() as u32, 1, CODE_DIRECTORY_SLOT, 20] {
            blob.extend(number.to_be_bytes());
        }
        blob.extend(directory);
        blob
    }

    #[test]
    fn a_changed_page_and_a_cut_signature_are_noticed() {
        let program = [7_u8; 10_000];
        let signature = sign(&program);
        let signed = [&program[..], &signature].concat();
        check(&signed, program.len(), signature.len()).unwrap();
        let mut changed = signed.clone();
        changed[9_000] ^= 1;
        let error = check(&changed, program.len(), signature.len()).unwrap_err().to_string();
        assert!(error.contains("page 2"), "{error}");
        for size in 0..signature.len() {
            assert!(check(&signed, program.len(), size).is_err(), "{size}");
        }
    }

    #[test]
    fn one_that_somebody_signed_is_not_ad_hoc() {
        let program = [7_u8; 100];
        let mut signature = sign(&program);
        signature[20 + 15] = 0;
        let signed = [&program[..], &signature].concat();
        let error = check(&signed, program.len(), signature.len()).unwrap_err().to_string();
        assert!(error.contains("not ad hoc"), "{error}");
    }
}
