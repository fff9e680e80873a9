//! The CRCs of the catalogue of reveng.sourceforge.io, by the names it gives them.

use crc::{Algorithm, Crc, NoTable, Table};

/// A CRC of the catalogue, over the integers that hold it.
#[derive(Debug, Clone, Copy)]
pub(super) enum CatalogueCrc {
    Byte(&'static Algorithm<u8>),
    Word(&'static Algorithm<u16>),
    Double(&'static Algorithm<u32>),
    Quad(&'static Algorithm<u64>),
    Wide(&'static Algorithm<u128>),
}

/// From this length on a table of 256 entries is made for one checksum.
const WORTH_A_TABLE: usize = 512;

/// The checksum of bytes, with a table or without.
macro_rules! checksum {
    ($table:ty, $crc:expr, $bytes:expr) => {
        match $crc {
            Self::Byte(algorithm) => Crc::<u8, $table>::new(algorithm).checksum($bytes).into(),
            Self::Word(algorithm) => Crc::<u16, $table>::new(algorithm).checksum($bytes).into(),
            Self::Double(algorithm) => Crc::<u32, $table>::new(algorithm).checksum($bytes).into(),
            Self::Quad(algorithm) => Crc::<u64, $table>::new(algorithm).checksum($bytes).into(),
            Self::Wide(algorithm) => Crc::<u128, $table>::new(algorithm).checksum($bytes),
        }
    };
}

impl CatalogueCrc {
    pub(super) fn bits(self) -> u8 {
        match self {
            Self::Byte(algorithm) => algorithm.width,
            Self::Word(algorithm) => algorithm.width,
            Self::Double(algorithm) => algorithm.width,
            Self::Quad(algorithm) => algorithm.width,
            Self::Wide(algorithm) => algorithm.width,
        }
    }

    pub(super) fn compute(self, bytes: &[u8]) -> u128 {
        if bytes.len() < WORTH_A_TABLE {
            return self.compute_without_table(bytes);
        }
        checksum!(Table<1>, self, bytes)
    }

    pub(super) fn compute_without_table(self, bytes: &[u8]) -> u128 {
        checksum!(NoTable, self, bytes)
    }

    /// What the catalogue says the checksum of `123456789` is.
    #[cfg(test)]
    pub(super) fn check_value(self) -> u128 {
        match self {
            Self::Byte(algorithm) => algorithm.check.into(),
            Self::Word(algorithm) => algorithm.check.into(),
            Self::Double(algorithm) => algorithm.check.into(),
            Self::Quad(algorithm) => algorithm.check.into(),
            Self::Wide(algorithm) => algorithm.check,
        }
    }
}

/// Every CRC of the catalogue.
pub(super) const CATALOGUE: &[(&str, CatalogueCrc)] = &[
    ("CRC-3/GSM", CatalogueCrc::Byte(&crc::CRC_3_GSM)),
    ("CRC-3/ROHC", CatalogueCrc::Byte(&crc::CRC_3_ROHC)),
    ("CRC-4/G-704", CatalogueCrc::Byte(&crc::CRC_4_G_704)),
    ("CRC-4/INTERLAKEN", CatalogueCrc::Byte(&crc::CRC_4_INTERLAKEN)),
    ("CRC-5/EPC-C1G2", CatalogueCrc::Byte(&crc::CRC_5_EPC_C1G2)),
    ("CRC-5/G-704", CatalogueCrc::Byte(&crc::CRC_5_G_704)),
    ("CRC-5/USB", CatalogueCrc::Byte(&crc::CRC_5_USB)),
    ("CRC-6/CDMA2000-A", CatalogueCrc::Byte(&crc::CRC_6_CDMA2000_A)),
    ("CRC-6/CDMA2000-B", CatalogueCrc::Byte(&crc::CRC_6_CDMA2000_B)),
    ("CRC-6/DARC", CatalogueCrc::Byte(&crc::CRC_6_DARC)),
    ("CRC-6/G-704", CatalogueCrc::Byte(&crc::CRC_6_G_704)),
    ("CRC-6/GSM", CatalogueCrc::Byte(&crc::CRC_6_GSM)),
    ("CRC-7/MMC", CatalogueCrc::Byte(&crc::CRC_7_MMC)),
    ("CRC-7/ROHC", CatalogueCrc::Byte(&crc::CRC_7_ROHC)),
    ("CRC-7/UMTS", CatalogueCrc::Byte(&crc::CRC_7_UMTS)),
    ("CRC-8/AUTOSAR", CatalogueCrc::Byte(&crc::CRC_8_AUTOSAR)),
    ("CRC-8/BLUETOOTH", CatalogueCrc::Byte(&crc::CRC_8_BLUETOOTH)),
    ("CRC-8/CDMA2000", CatalogueCrc::Byte(&crc::CRC_8_CDMA2000)),
    ("CRC-8/DARC", CatalogueCrc::Byte(&crc::CRC_8_DARC)),
    ("CRC-8/DVB-S2", CatalogueCrc::Byte(&crc::CRC_8_DVB_S2)),
    ("CRC-8/GSM-A", CatalogueCrc::Byte(&crc::CRC_8_GSM_A)),
    ("CRC-8/GSM-B", CatalogueCrc::Byte(&crc::CRC_8_GSM_B)),
    ("CRC-8/HITAG", CatalogueCrc::Byte(&crc::CRC_8_HITAG)),
    ("CRC-8/I-432-1", CatalogueCrc::Byte(&crc::CRC_8_I_432_1)),
    ("CRC-8/I-CODE", CatalogueCrc::Byte(&crc::CRC_8_I_CODE)),
    ("CRC-8/LTE", CatalogueCrc::Byte(&crc::CRC_8_LTE)),
    ("CRC-8/MAXIM-DOW", CatalogueCrc::Byte(&crc::CRC_8_MAXIM_DOW)),
    ("CRC-8/MIFARE-MAD", CatalogueCrc::Byte(&crc::CRC_8_MIFARE_MAD)),
    ("CRC-8/NRSC-5", CatalogueCrc::Byte(&crc::CRC_8_NRSC_5)),
    ("CRC-8/OPENSAFETY", CatalogueCrc::Byte(&crc::CRC_8_OPENSAFETY)),
    ("CRC-8/ROHC", CatalogueCrc::Byte(&crc::CRC_8_ROHC)),
    ("CRC-8/SAE-J1850", CatalogueCrc::Byte(&crc::CRC_8_SAE_J1850)),
    ("CRC-8/SMBUS", CatalogueCrc::Byte(&crc::CRC_8_SMBUS)),
    ("CRC-8/TECH-3250", CatalogueCrc::Byte(&crc::CRC_8_TECH_3250)),
    ("CRC-8/WCDMA", CatalogueCrc::Byte(&crc::CRC_8_WCDMA)),
    ("CRC-10/ATM", CatalogueCrc::Word(&crc::CRC_10_ATM)),
    ("CRC-10/CDMA2000", CatalogueCrc::Word(&crc::CRC_10_CDMA2000)),
    ("CRC-10/GSM", CatalogueCrc::Word(&crc::CRC_10_GSM)),
    ("CRC-11/FLEXRAY", CatalogueCrc::Word(&crc::CRC_11_FLEXRAY)),
    ("CRC-11/UMTS", CatalogueCrc::Word(&crc::CRC_11_UMTS)),
    ("CRC-12/CDMA2000", CatalogueCrc::Word(&crc::CRC_12_CDMA2000)),
    ("CRC-12/DECT", CatalogueCrc::Word(&crc::CRC_12_DECT)),
    ("CRC-12/GSM", CatalogueCrc::Word(&crc::CRC_12_GSM)),
    ("CRC-12/UMTS", CatalogueCrc::Word(&crc::CRC_12_UMTS)),
    ("CRC-13/BBC", CatalogueCrc::Word(&crc::CRC_13_BBC)),
    ("CRC-14/DARC", CatalogueCrc::Word(&crc::CRC_14_DARC)),
    ("CRC-14/GSM", CatalogueCrc::Word(&crc::CRC_14_GSM)),
    ("CRC-15/CAN", CatalogueCrc::Word(&crc::CRC_15_CAN)),
    ("CRC-15/MPT1327", CatalogueCrc::Word(&crc::CRC_15_MPT1327)),
    ("CRC-16/ARC", CatalogueCrc::Word(&crc::CRC_16_ARC)),
    ("CRC-16/CDMA2000", CatalogueCrc::Word(&crc::CRC_16_CDMA2000)),
    ("CRC-16/CMS", CatalogueCrc::Word(&crc::CRC_16_CMS)),
    ("CRC-16/DDS-110", CatalogueCrc::Word(&crc::CRC_16_DDS_110)),
    ("CRC-16/DECT-R", CatalogueCrc::Word(&crc::CRC_16_DECT_R)),
    ("CRC-16/DECT-X", CatalogueCrc::Word(&crc::CRC_16_DECT_X)),
    ("CRC-16/DNP", CatalogueCrc::Word(&crc::CRC_16_DNP)),
    ("CRC-16/EN-13757", CatalogueCrc::Word(&crc::CRC_16_EN_13757)),
    ("CRC-16/GENIBUS", CatalogueCrc::Word(&crc::CRC_16_GENIBUS)),
    ("CRC-16/GSM", CatalogueCrc::Word(&crc::CRC_16_GSM)),
    ("CRC-16/IBM-3740", CatalogueCrc::Word(&crc::CRC_16_IBM_3740)),
    ("CRC-16/IBM-SDLC", CatalogueCrc::Word(&crc::CRC_16_IBM_SDLC)),
    ("CRC-16/ISO-IEC-14443-3-A", CatalogueCrc::Word(&crc::CRC_16_ISO_IEC_14443_3_A)),
    ("CRC-16/KERMIT", CatalogueCrc::Word(&crc::CRC_16_KERMIT)),
    ("CRC-16/LJ1200", CatalogueCrc::Word(&crc::CRC_16_LJ1200)),
    ("CRC-16/M17", CatalogueCrc::Word(&crc::CRC_16_M17)),
    ("CRC-16/MAXIM-DOW", CatalogueCrc::Word(&crc::CRC_16_MAXIM_DOW)),
    ("CRC-16/MCRF4XX", CatalogueCrc::Word(&crc::CRC_16_MCRF4XX)),
    ("CRC-16/MODBUS", CatalogueCrc::Word(&crc::CRC_16_MODBUS)),
    ("CRC-16/NRSC-5", CatalogueCrc::Word(&crc::CRC_16_NRSC_5)),
    ("CRC-16/OPENSAFETY-A", CatalogueCrc::Word(&crc::CRC_16_OPENSAFETY_A)),
    ("CRC-16/OPENSAFETY-B", CatalogueCrc::Word(&crc::CRC_16_OPENSAFETY_B)),
    ("CRC-16/PROFIBUS", CatalogueCrc::Word(&crc::CRC_16_PROFIBUS)),
    ("CRC-16/RIELLO", CatalogueCrc::Word(&crc::CRC_16_RIELLO)),
    ("CRC-16/SPI-FUJITSU", CatalogueCrc::Word(&crc::CRC_16_SPI_FUJITSU)),
    ("CRC-16/T10-DIF", CatalogueCrc::Word(&crc::CRC_16_T10_DIF)),
    ("CRC-16/TELEDISK", CatalogueCrc::Word(&crc::CRC_16_TELEDISK)),
    ("CRC-16/TMS37157", CatalogueCrc::Word(&crc::CRC_16_TMS37157)),
    ("CRC-16/UMTS", CatalogueCrc::Word(&crc::CRC_16_UMTS)),
    ("CRC-16/USB", CatalogueCrc::Word(&crc::CRC_16_USB)),
    ("CRC-16/XMODEM", CatalogueCrc::Word(&crc::CRC_16_XMODEM)),
    ("CRC-17/CAN-FD", CatalogueCrc::Double(&crc::CRC_17_CAN_FD)),
    ("CRC-21/CAN-FD", CatalogueCrc::Double(&crc::CRC_21_CAN_FD)),
    ("CRC-24/BLE", CatalogueCrc::Double(&crc::CRC_24_BLE)),
    ("CRC-24/FLEXRAY-A", CatalogueCrc::Double(&crc::CRC_24_FLEXRAY_A)),
    ("CRC-24/FLEXRAY-B", CatalogueCrc::Double(&crc::CRC_24_FLEXRAY_B)),
    ("CRC-24/INTERLAKEN", CatalogueCrc::Double(&crc::CRC_24_INTERLAKEN)),
    ("CRC-24/LTE-A", CatalogueCrc::Double(&crc::CRC_24_LTE_A)),
    ("CRC-24/LTE-B", CatalogueCrc::Double(&crc::CRC_24_LTE_B)),
    ("CRC-24/OPENPGP", CatalogueCrc::Double(&crc::CRC_24_OPENPGP)),
    ("CRC-24/OS-9", CatalogueCrc::Double(&crc::CRC_24_OS_9)),
    ("CRC-30/CDMA", CatalogueCrc::Double(&crc::CRC_30_CDMA)),
    ("CRC-31/PHILIPS", CatalogueCrc::Double(&crc::CRC_31_PHILIPS)),
    ("CRC-32/AIXM", CatalogueCrc::Double(&crc::CRC_32_AIXM)),
    ("CRC-32/AUTOSAR", CatalogueCrc::Double(&crc::CRC_32_AUTOSAR)),
    ("CRC-32/BASE91-D", CatalogueCrc::Double(&crc::CRC_32_BASE91_D)),
    ("CRC-32/BZIP2", CatalogueCrc::Double(&crc::CRC_32_BZIP2)),
    ("CRC-32/CD-ROM-EDC", CatalogueCrc::Double(&crc::CRC_32_CD_ROM_EDC)),
    ("CRC-32/CKSUM", CatalogueCrc::Double(&crc::CRC_32_CKSUM)),
    ("CRC-32/ISCSI", CatalogueCrc::Double(&crc::CRC_32_ISCSI)),
    ("CRC-32/ISO-HDLC", CatalogueCrc::Double(&crc::CRC_32_ISO_HDLC)),
    ("CRC-32/JAMCRC", CatalogueCrc::Double(&crc::CRC_32_JAMCRC)),
    ("CRC-32/MEF", CatalogueCrc::Double(&crc::CRC_32_MEF)),
    ("CRC-32/MPEG-2", CatalogueCrc::Double(&crc::CRC_32_MPEG_2)),
    ("CRC-32/XFER", CatalogueCrc::Double(&crc::CRC_32_XFER)),
    ("CRC-40/GSM", CatalogueCrc::Quad(&crc::CRC_40_GSM)),
    ("CRC-64/ECMA-182", CatalogueCrc::Quad(&crc::CRC_64_ECMA_182)),
    ("CRC-64/GO-ISO", CatalogueCrc::Quad(&crc::CRC_64_GO_ISO)),
    ("CRC-64/MS", CatalogueCrc::Quad(&crc::CRC_64_MS)),
    ("CRC-64/NVME", CatalogueCrc::Quad(&crc::CRC_64_NVME)),
    ("CRC-64/REDIS", CatalogueCrc::Quad(&crc::CRC_64_REDIS)),
    ("CRC-64/WE", CatalogueCrc::Quad(&crc::CRC_64_WE)),
    ("CRC-64/XZ", CatalogueCrc::Quad(&crc::CRC_64_XZ)),
    ("CRC-82/DARC", CatalogueCrc::Wide(&crc::CRC_82_DARC)),
];

/// Names by which people know some of them.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("MODBUS", "CRC-16/MODBUS"),
    ("CRC-8", "CRC-8/SMBUS"),
    ("CRC-8/MAXIM", "CRC-8/MAXIM-DOW"),
    ("CRC-8/ITU", "CRC-8/I-432-1"),
    ("CRC-16", "CRC-16/ARC"),
    ("CRC-16/IBM", "CRC-16/ARC"),
    ("CRC-16/CCITT", "CRC-16/KERMIT"),
    ("CRC-16/CCITT-FALSE", "CRC-16/IBM-3740"),
    ("CCITT-FALSE", "CRC-16/IBM-3740"),
    ("CRC-16/X-25", "CRC-16/IBM-SDLC"),
    ("X-25", "CRC-16/IBM-SDLC"),
    ("CRC-16/MAXIM", "CRC-16/MAXIM-DOW"),
    ("XMODEM", "CRC-16/XMODEM"),
    ("CRC-32", "CRC-32/ISO-HDLC"),
    ("CRC-32C", "CRC-32/ISCSI"),
    ("CRC-32/MPEG2", "CRC-32/MPEG-2"),
    ("BCC", "XOR"),
];
