//! What a room does with a message: one table of the tutorials' servers.

use serde::{Deserialize, Serialize};

use super::{Concurrency, Goods};
use crate::framing::Framing;
use crate::text::Encoding;

/// Each row is a mode with its fields and their values in the tutorials, its name, and the framing,
/// encoding and concurrency of its server in the tutorials.
macro_rules! modes {
    ($(
        $(#[$doc:meta])*
        $variant:ident
            $({ $($(#[$field_doc:meta])* $field:ident: $type:ty = $value:expr,)+ })?
            $name:literal $framing:ident $encoding:ident $concurrency:ident
    )*) => {
        /// What the server does with a message, in the order in which modes are offered.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub enum Mode {
            $(
                $(#[$doc])*
                #[serde(rename = $name)]
                $variant $({ $($(#[$field_doc])* $field: $type,)+ })?,
            )*
        }

        impl Mode {
            /// The name of every mode.
            pub const NAMES: &[&str] = &[$($name),*];

            /// Every mode, with the fields it has in the tutorials.
            #[must_use]
            pub fn all() -> Vec<Self> {
                vec![$(Self::$variant $({ $($field: $value,)+ })?),*]
            }

            /// Its name, also in JSON.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $name,)* }
            }

            /// The framing, the encoding and the concurrency of the tutorials' server of this mode.
            pub(super) fn usual(&self) -> (Framing, Encoding, Concurrency) {
                match self {
                    $(Self::$variant { .. } => {
                        (Framing::$framing, Encoding::$encoding, Concurrency::$concurrency)
                    })*
                }
            }
        }
    };
}

modes! {
    /// A message from one goes to all; `quit` leaves.
    Group "group" Lines Utf8 All
    /// Answers that the text has arrived.
    Acknowledge "acknowledge" Raw Utf8 One
    /// Sends the bytes back.
    Echo "echo" Raw Utf8 All
    /// Sends the text back in upper case.
    UpperCase "upper_case" Raw Utf8 One
    /// The n-th client gets the n-th reply to any message, later ones the last.
    FixedReplies {
        /// The replies; never sent if empty.
        replies: Vec<String> = vec!["magedu.com ack".into(), "hello python".into()],
        /// Whether the client is disconnected after one exchange.
        one_exchange: bool = true,
    } "fixed_replies" Raw Utf8 One
    /// Answers each line; `quit` leaves.
    LineAnswer "line_answer" Lines Utf8 One
    /// Answers until the goodbye, then sends `over` and leaves.
    KeywordOver "keyword_over" Raw Utf8 One
    /// Greets with its stock, sells what it has, and refuses the rest.
    Shop {
        /// The stock.
        goods: Vec<Goods> = snacks(),
    } "shop" Raw Gbk All
    /// A person types the answers; `byebye` from either side leaves.
    Operator "operator" Raw Utf8 One
}

/// The stock of the tutorials' snack shop.
fn snacks() -> Vec<Goods> {
    let goods = [("瓜子", "4.5"), ("西瓜", "2"), ("矿泉水", "2.5")];
    goods.map(|(name, price)| Goods { name: name.into(), price: price.into() }).into()
}

impl Mode {
    /// The snack shop with the tutorial's stock.
    #[must_use]
    pub fn snack_shop() -> Self {
        Self::Shop { goods: snacks() }
    }

    /// Whether a person answers the clients by hand.
    #[must_use]
    pub fn is_operated(&self) -> bool {
        *self == Self::Operator
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::chat::conformance::{Scenario, scenarios};

    #[test]
    fn a_mode_has_one_name_everywhere() {
        for mode in Mode::all() {
            let written = match serde_json::to_value(&mode).expect("it can be written") {
                Value::String(name) => name,
                fields => fields.as_object().expect("it has fields").keys().cloned().collect(),
            };
            assert_eq!(written, mode.name());
        }
        let names: Vec<&str> = Mode::all().iter().map(Mode::name).collect();
        assert_eq!(names, Mode::NAMES);
    }
    #[test]
    fn every_mode_is_in_the_suite_that_all_hosts_pass() {
        let scenarios = scenarios();
        for mode in Mode::all() {
            let plays = |scenario: &Scenario| scenario.config.mode.name() == mode.name();
            assert!(scenarios.iter().any(plays), "{} is in no scenario", mode.name());
        }
    }
}
