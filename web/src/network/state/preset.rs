//! Cables that people know.

use lab_shared::call::Micros;
use lab_shared::network::{Impairment, Loss, Share};

/// A cable that people know. The numbers are round ones, for each way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preset {
    /// As fast as the relay can, and nothing lost.
    Perfect,
    /// 20 ms, as between cities of one country.
    City,
    /// A few milliseconds that vary, and now and then a loss.
    Wifi,
    /// A mobile network on the move: slow, uneven, with a long queue.
    Mobile,
    /// By way of a geostationary satellite: 36 000 km up and down again.
    Satellite,
}

impl Preset {
    /// Every preset, from the best on.
    pub(crate) const ALL: [Self; 5] =
        [Self::Perfect, Self::City, Self::Wifi, Self::Mobile, Self::Satellite];

    /// Its name in the page's markup.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Perfect => "perfect",
            Self::City => "city",
            Self::Wifi => "wifi",
            Self::Mobile => "mobile",
            Self::Satellite => "satellite",
        }
    }

    /// What it does to packets.
    pub(crate) fn impairment(self) -> Impairment {
        let of = |delay: u64, jitter: u64, lost: u32, rate: Option<u64>| Impairment {
            delay: Micros(delay * 1000),
            jitter: Micros(jitter * 1000),
            loss: Share::millionths(lost)
                .ok()
                .filter(|share| *share != Share::NONE)
                .map_or(Loss::Never, Loss::Random),
            rate,
            ..Impairment::default()
        };
        match self {
            Self::Perfect => Impairment::default(),
            Self::City => of(20, 0, 0, None),
            Self::Wifi => of(4, 3, 20_000, Some(50_000_000)),
            Self::Mobile => of(60, 25, 10_000, Some(4_000_000)),
            Self::Satellite => of(300, 5, 2_000, Some(20_000_000)),
        }
    }

    /// The preset that a way is set to.
    pub(crate) fn of(impairment: &Impairment) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.impairment() == *impairment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_cable_and_found_again() {
        for preset in Preset::ALL {
            let impairment = preset.impairment();
            assert_eq!(impairment.clone().within_limits(), impairment, "{preset:?}");
            assert_eq!(Preset::of(&impairment), Some(preset));
        }
    }
}
