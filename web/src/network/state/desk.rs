//! What a person has chosen at the network's controls, and the commands that come of a press.

use lab_shared::network::{
    CableId, CableView, DropReason, Fate, Impairment, NetworkCommand, NetworkView, PacketKind,
    PacketReport, Way,
};

use super::keys::NetworkKey;
use super::motion::Slowness;
use super::preset::Preset;
use super::setting::Setting;

/// Most packets that one press loses.
pub(crate) const MOST_DROPPED: u32 = 99;

/// Which ways of a cable the controls set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Ways {
    /// Both of them.
    #[default]
    Both,
    /// One of them.
    One(Way),
}

impl Ways {
    /// Every choice.
    pub(crate) const ALL: [Self; 3] = [Self::Both, Self::One(Way::Forth), Self::One(Way::Back)];

    /// Its name in the page's markup.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::One(Way::Forth) => "forth",
            Self::One(Way::Back) => "back",
        }
    }

    /// The ways it means.
    pub(crate) fn ways(self) -> impl Iterator<Item = Way> {
        Way::BOTH
            .into_iter()
            .filter(move |way| matches!(self, Self::Both) || self == Self::One(*way))
    }
}

/// What a person does at the controls of a cable.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum DeskCommand {
    /// Chooses a cable.
    Cable(CableId),
    /// Chooses which ways are set.
    Ways(Ways),
    /// Chooses how many packets a press loses.
    Count(u32),
    /// Chooses how fast packets fly.
    Slowness(Slowness),
    /// Presses a key, or its button.
    Press(NetworkKey),
    /// Sets one number of the chosen ways, as it was written.
    Set(Setting, String),
    /// Sets them to a cable that people know.
    Preset(Preset),
}

/// The choices.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Desk {
    cable: Option<CableId>,
    pub(crate) ways: Ways,
    pub(crate) count: u32,
    pub(crate) slowness: Slowness,
    /// What is armed both ways at once, until so many packets in all are lost.
    armed: Option<Armed>,
}

/// Packets to be lost in whichever way they come first.
#[derive(Debug, Clone, PartialEq)]
struct Armed {
    cable: CableId,
    kind: PacketKind,
    count: u32,
    /// The newest packet then.
    after: Option<u64>,
}

impl Default for Desk {
    fn default() -> Self {
        let (ways, slowness) = (Ways::default(), Slowness::default());
        Self { cable: None, ways, count: 1, slowness, armed: None }
    }
}

impl Desk {
    /// The cable that the controls set: the chosen one, or the first.
    pub(crate) fn cable<'a>(&self, view: &'a NetworkView) -> Option<&'a CableView> {
        self.cable.and_then(|id| view.cable(id)).or_else(|| view.cables.first())
    }

    /// What the chosen ways of a cable do; of both, the way forth.
    pub(crate) fn impairment<'a>(&self, cable: &'a CableView) -> &'a Impairment {
        &cable.line(self.ways.ways().next().unwrap_or(Way::Forth)).impairment
    }

    /// Whether the next packets of a kind are lost on a chosen way.
    pub(crate) fn is_armed(&self, cable: &CableView, kind: PacketKind) -> bool {
        let armed = |way| cable.line(way).armed.as_ref();
        self.ways.ways().filter_map(armed).any(|armed| armed.kind == kind && armed.left > 0)
    }

    /// Takes in what a person does, and returns what the network is asked. `newest` is the newest packet.
    pub(crate) fn handle(
        &mut self,
        command: DeskCommand,
        view: Option<&NetworkView>,
        newest: Option<u64>,
    ) -> Vec<NetworkCommand> {
        let cable = view.and_then(|view| self.cable(view));
        match command {
            DeskCommand::Cable(cable) => self.cable = Some(cable),
            DeskCommand::Ways(ways) => self.ways = ways,
            DeskCommand::Count(count) => self.count = count.clamp(1, MOST_DROPPED),
            DeskCommand::Slowness(slowness) => self.slowness = slowness,
            DeskCommand::Press(NetworkKey::Cut) => {
                let cut =
                    |cable: &CableView| NetworkCommand::Cut { cable: cable.id, cut: !cable.cut };
                return cable.map(cut).into_iter().collect();
            }
            DeskCommand::Press(NetworkKey::Drop(kind)) => {
                let Some(cable) = cable else { return vec![] };
                return self.press(cable, kind, newest);
            }
            DeskCommand::Set(setting, written) => {
                let Some(cable) = cable else { return vec![] };
                return self.set(cable, |impairment| setting.set(impairment, &written));
            }
            DeskCommand::Preset(preset) => {
                let Some(cable) = cable else { return vec![] };
                return self.set(cable, |_| Some(preset.impairment()));
            }
        }
        vec![]
    }

    /// Arms the chosen ways, or takes back what is armed.
    fn press(
        &mut self,
        cable: &CableView,
        kind: PacketKind,
        newest: Option<u64>,
    ) -> Vec<NetworkCommand> {
        let taken_back = self.is_armed(cable, kind);
        let count = if taken_back { 0 } else { self.count };
        let of_both = self.ways == Ways::Both && !taken_back;
        self.armed = of_both.then_some(Armed { cable: cable.id, kind, count, after: newest });
        let drop = |way| NetworkCommand::Drop { cable: cable.id, way, kind, count };
        self.ways.ways().map(drop).collect()
    }

    /// Changes what the chosen ways do, each from what it does now.
    fn set(
        &self,
        cable: &CableView,
        change: impl Fn(&Impairment) -> Option<Impairment>,
    ) -> Vec<NetworkCommand> {
        let set = |way| {
            let now = &cable.line(way).impairment;
            let impairment = change(now).filter(|changed| changed != now)?;
            Some(NetworkCommand::SetLine { cable: cable.id, way, impairment })
        };
        self.ways.ways().filter_map(set).collect()
    }

    /// Follows the packets, newest last: once as many are lost as a press asked for, in whichever way, the
    /// other way loses none any more.
    pub(crate) fn follow<'a>(
        &mut self,
        view: &NetworkView,
        packets: impl DoubleEndedIterator<Item = &'a PacketReport>,
    ) -> Vec<NetworkCommand> {
        let Some(Armed { cable, kind, count, after }) = self.armed.clone() else { return vec![] };
        let lost = packets
            .rev()
            .take_while(|packet| after.is_none_or(|after| packet.serial > after))
            .filter(|packet| packet.cable == cable && kind.matches(&packet.head.content))
            .filter(|packet| matches!(packet.fate, Fate::Lost { why: DropReason::Armed, .. }))
            .count();
        if lost < count as usize {
            return vec![];
        }
        self.armed = None;
        let Some(view) = view.cable(cable) else { return vec![] };
        let still =
            |way: &Way| view.line(*way).armed.as_ref().is_some_and(|armed| armed.kind == kind);
        let take_back = |way| NetworkCommand::Drop { cable, way, kind, count: 0 };
        Way::BOTH.into_iter().filter(still).map(take_back).collect()
    }
}
