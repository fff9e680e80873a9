//! Projects as .zip archives (PKWARE's APPNOTE 6.3.10): stored or deflated files, without passwords and without ZIP64.

use std::borrow::Cow;

use crc32fast::hash as crc32;
use lab_shared::text::Encoding;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::{MAX_BYTES, MAX_FILES, Project, ProjectError, ProjectFile};

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;

/// Sizes of the three records without what varies.
const LOCAL_SIZE: usize = 30;
const CENTRAL_SIZE: usize = 46;
const END_SIZE: usize = 22;

/// Longest comment behind the end record.
const MAX_COMMENT: usize = u16::MAX as usize;

const ENCRYPTED: u16 = 1;
const UTF8: u16 = 1 << 11;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// What an archive says of a symbolic link, in the upper half of its attributes.
const UNIX_LINK: u32 = 0o120_000;
const UNIX_KIND: u32 = 0o170_000;

/// The oldest version of the format that can read ours: 2.0, for deflate.
const VERSION: u16 = 20;

/// 1 January 1980, the first day that the format knows: the same project is always the same archive.
const DATE: u16 = 1 << 5 | 1;

/// How hard to compress: links are to be short.
const LEVEL: u8 = 9;

/// One entry of the central directory.
pub(super) struct Entry<'a> {
    pub path: String,
    flags: u16,
    packing: u16,
    crc: u32,
    packed: &'a [u8],
    /// Bytes of the file, as the directory has it.
    pub size: usize,
}

/// The project in an archive.
///
/// # Errors
/// Where it is no archive, or a project cannot be made of its files.
pub(crate) fn read(name: &str, archive: &[u8]) -> Result<Project, ProjectError> {
    let mut entries = entries(archive)?;
    if entries.len() > MAX_FILES * 2 {
        return Err(ProjectError::TooMany);
    }
    entries.retain(|entry| !super::is_clutter(&entry.path));
    if entries.iter().map(|entry| entry.size as u64).sum::<u64>() > MAX_BYTES {
        return Err(ProjectError::TooLarge);
    }
    let file = |entry: Entry<'_>| Ok(ProjectFile::new(&*entry.path, &entry.unpack()?));
    Project::new(name, entries.into_iter().map(file).collect::<Result<_, _>>()?)
}

impl Entry<'_> {
    /// The file's bytes, of which there are never more than the directory says.
    pub(super) fn unpack(&self) -> Result<Vec<u8>, ProjectError> {
        if self.flags & ENCRYPTED != 0 {
            return Err(ProjectError::Encrypted);
        }
        let bytes = match self.packing {
            STORED => self.packed.to_vec(),
            DEFLATED => decompress_to_vec_with_limit(self.packed, self.size)
                .map_err(|_| ProjectError::Damaged)?,
            _ => return Err(ProjectError::Packing),
        };
        let whole = bytes.len() == self.size && crc32(&bytes) == self.crc;
        whole.then_some(bytes).ok_or(ProjectError::Damaged)
    }
}

/// The files of an archive, not unpacked.
///
/// # Errors
/// Where it is no archive, or a damaged one.
pub(super) fn entries(archive: &[u8]) -> Result<Vec<Entry<'_>>, ProjectError> {
    let end = Record(archive).end().ok_or(ProjectError::Damaged)?;
    let (count, start) = (end.u16(10)?, end.u32(16)?);
    let mut rest = Record(archive).from(start as usize)?;
    let mut found = Vec::new();
    for _ in 0..count {
        if rest.u32(0)? != CENTRAL {
            return Err(ProjectError::Damaged);
        }
        let (flags, packing, crc) = (rest.u16(8)?, rest.u16(10)?, rest.u32(16)?);
        let (packed, size) = (rest.u32(20)? as usize, rest.u32(24)? as usize);
        let name = usize::from(rest.u16(28)?);
        let more = usize::from(rest.u16(30)?) + usize::from(rest.u16(32)?);
        let kind = (rest.u32(38)? >> 16) & UNIX_KIND;
        let path = path(rest.part(CENTRAL_SIZE, name)?, flags);
        let local = Record(archive).from(rest.u32(42)? as usize)?;
        if local.u32(0)? != LOCAL {
            return Err(ProjectError::Damaged);
        }
        let before = LOCAL_SIZE + usize::from(local.u16(26)?) + usize::from(local.u16(28)?);
        let packed = local.part(before, packed)?;
        // A link has no contents but a path.
        if kind != UNIX_LINK {
            found.push(Entry { path, flags, packing, crc, packed, size });
        }
        rest = rest.from(CENTRAL_SIZE + name + more)?;
    }
    Ok(found)
}

/// A path as an archive has it. Chinese Windows writes GBK and does not say so.
fn path(bytes: &[u8], flags: u16) -> String {
    let text = String::from_utf8_lossy(bytes);
    let is_told = flags & UTF8 != 0;
    let gbk = matches!(text, Cow::Owned(_)) && !is_told;
    gbk.then(|| Encoding::Gbk.decode(bytes).ok()).flatten().unwrap_or_else(|| text.into_owned())
}

/// Bytes that are read at places of a record.
#[derive(Clone, Copy)]
struct Record<'a>(&'a [u8]);

impl<'a> Record<'a> {
    /// The end record, which is last but for a comment.
    fn end(self) -> Option<Self> {
        let last = self.0.len().checked_sub(END_SIZE)?;
        let first = last.saturating_sub(MAX_COMMENT);
        let starts = (first..=last).rev().map(|at| Self(&self.0[at..]));
        starts.into_iter().find(|record| record.u32(0) == Ok(END))
    }

    fn from(self, at: usize) -> Result<Self, ProjectError> {
        self.0.get(at..).map(Self).ok_or(ProjectError::Damaged)
    }

    fn part(self, at: usize, size: usize) -> Result<&'a [u8], ProjectError> {
        let end = at.checked_add(size).ok_or(ProjectError::Damaged)?;
        self.0.get(at..end).ok_or(ProjectError::Damaged)
    }

    fn u16(self, at: usize) -> Result<u16, ProjectError> {
        let bytes = self.part(at, 2)?.try_into().map_err(|_| ProjectError::Damaged)?;
        Ok(u16::from_le_bytes(bytes))
    }

    fn u32(self, at: usize) -> Result<u32, ProjectError> {
        let bytes = self.part(at, 4)?.try_into().map_err(|_| ProjectError::Damaged)?;
        Ok(u32::from_le_bytes(bytes))
    }
}

/// A project as an archive. Data whose bytes are not here is left out.
#[must_use]
pub(crate) fn write(project: &Project) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    let mut count = 0_u16;
    for file in &project.files {
        let Some(bytes) = file.bytes() else { continue };
        let deflated = compress_to_vec(bytes, LEVEL);
        let (packing, packed) =
            if deflated.len() < bytes.len() { (DEFLATED, &*deflated) } else { (STORED, bytes) };
        // A project is far smaller than 4 GiB, see `MAX_BYTES`.
        let (start, size, packed_size) =
            (archive.len() as u32, bytes.len() as u32, packed.len() as u32);
        let mut shared = Vec::new();
        for number in [VERSION, UTF8, packing, 0, DATE] {
            shared.extend(number.to_le_bytes());
        }
        for number in [crc32(bytes), packed_size, size] {
            shared.extend(number.to_le_bytes());
        }
        shared.extend((file.path.len() as u16).to_le_bytes());
        shared.extend(0_u16.to_le_bytes());
        archive.extend(LOCAL.to_le_bytes());
        archive.extend(&shared);
        archive.extend(file.path.as_bytes());
        archive.extend(packed);
        directory.extend(CENTRAL.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&shared);
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(file.path.as_bytes());
        count += 1;
    }
    let (start, size) = (archive.len() as u32, directory.len() as u32);
    archive.extend(directory);
    archive.extend(END.to_le_bytes());
    archive.extend([0; 4]);
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(size.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend(0_u16.to_le_bytes());
    archive
}

#[cfg(test)]
pub(super) mod tests;
