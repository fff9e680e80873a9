//! The program for macOS, which nothing here can run: its processors, its oldest system, its libraries, its signature.

use anyhow::{Context as _, Result, ensure};
use object::macho::{
    CPU_TYPE_ARM64, CPU_TYPE_X86_64, CpuType, FatArch32, LC_CODE_SIGNATURE, LC_MAIN, MachHeader64,
};
use object::read::macho::{FatArch as _, LoadCommandVariant, MachHeader as _, MachOFatFile};
use object::{BigEndian, Endianness};

use super::signature;

/// What a Mac may have for a processor.
const PROCESSORS: [CpuType; 2] = [CPU_TYPE_X86_64, CPU_TYPE_ARM64];

/// The oldest macOS that runs on both; the wheel's name says the same.
const OLDEST: Version = Version { major: 11, minor: 0 };

/// The number of macOS in LC_BUILD_VERSION (mach-o/loader.h, PLATFORM_MACOS).
const MACOS: u32 = 1;

/// The libraries that are on every Mac. Frameworks would have to be linked on one.
const LIBRARIES: &[&str] =
    &["/usr/lib/libSystem.B.dylib", "/usr/lib/libcharset.1.dylib", "/usr/lib/libiconv.2.dylib"];

/// A version as Mach-O writes it, without its third number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    major: u32,
    minor: u32,
}

impl Version {
    /// `xxxx.yy.zz` in nibbles.
    fn of(number: u32) -> Self {
        Self { major: number >> 16, minor: number >> 8 & 0xff }
    }
}

/// Checks a program for both processors.
pub(super) fn check(program: &[u8]) -> Result<()> {
    let both = MachOFatFile::<FatArch32>::parse(program)
        .context("the program for macOS is not for two processors")?;
    let mut processors: Vec<_> = both.arches().iter().map(|part| part.cputype()).collect();
    processors.sort_unstable_by_key(|processor| processor.0);
    ensure!(processors == PROCESSORS, "the program for macOS is for {processors:?}");
    for part in both.arches() {
        let alignment = 1_u32.checked_shl(part.align()).context("a part has no alignment")?;
        let offset = part.offset.get(BigEndian);
        ensure!(offset.is_multiple_of(alignment), "a part begins at {offset}, between pages");
        let processor = part.cputype();
        let part = part.data(program).context("a part lies outside the program")?;
        let signed = check_part(part).with_context(|| format!("in the part for {processor:?}"))?;
        // The kernel of a Mac with Apple's processor kills a program without a signature; Intel's takes both.
        ensure!(signed || processor != CPU_TYPE_ARM64, "the part for ARM is not signed");
    }
    Ok(())
}

/// Checks the program for one processor, and returns whether it is signed.
fn check_part(part: &[u8]) -> Result<bool> {
    let header = MachHeader64::<Endianness>::parse(part, 0)?;
    let endian = header.endian()?;
    let mut commands = header.load_commands(endian, part, 0)?;
    let (mut oldest, mut signed, mut begins) = (None, false, false);
    while let Some(command) = commands.next()? {
        begins |= command.cmd() == LC_MAIN;
        match command.variant()? {
            LoadCommandVariant::BuildVersion(built, _) => {
                let platform = built.platform.get(endian).0;
                ensure!(platform == MACOS, "it is for platform {platform}");
                oldest = Some(Version::of(built.minos.get(endian).0));
            }
            LoadCommandVariant::Dylib(library) => {
                let name = command.string(endian, library.dylib.name)?;
                let name = String::from_utf8_lossy(name);
                ensure!(LIBRARIES.contains(&name.as_ref()), "it loads {name}");
            }
            LoadCommandVariant::LinkeditData(place) if command.cmd() == LC_CODE_SIGNATURE => {
                let (begin, size) = (place.dataoff.get(endian), place.datasize.get(endian));
                signature::check(part, begin as usize, size as usize)?;
                signed = true;
            }
            _ => {}
        }
    }
    ensure!(begins, "it has no entry point");
    ensure!(oldest == Some(OLDEST), "the oldest system it runs on is {oldest:?}, not {OLDEST:?}");
    Ok(signed)
}

#[cfg(test)]
mod tests {
    use super::{OLDEST, Version, check};

    #[test]
    fn versions_are_in_nibbles() {
        assert_eq!(Version::of(0x000b_0000), OLDEST);
        assert_eq!(Version::of(0x000a_0f07), Version { major: 10, minor: 15 });
    }

    #[test]
    fn a_program_for_one_processor_is_not_enough() {
        let thin = [0xcf, 0xfa, 0xed, 0xfe].repeat(8);
        assert!(check(&thin).unwrap_err().to_string().contains("two processors"));
        assert!(check(b"").is_err());
    }
}
