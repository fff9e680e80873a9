//! The flags of `socket-lab chat`, and the room they describe.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

use clap::Args;
use clap::builder::{PossibleValuesParser, RangedU64ValueParser, TypedValueParser};
use lab_shared::chat::{Concurrency, Form, Goods, Mode, RoomConfig, SlowPeer};
use lab_shared::framing::Framing;
use lab_shared::text::Encoding;

use super::bus::BusAddress;
use super::framing::{FRAMINGS, framing};

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  socket-lab chat
      A group chat: type nc 127.0.0.1 9999 in some terminals.

  socket-lab chat --mode shop --goods 瓜子=4.5 --goods 西瓜=2
      The snack shop, which speaks GBK: nc 127.0.0.1 9999 | iconv -f gbk

  socket-lab chat --addr 0.0.0.0:9999 --bus nats://10.0.0.5:4222 --room class
      One group on several machines, joined by a NATS server.

On start it prints one line that ends with its port; then the transcript goes to
standard output, one line an event. Type quit, or press Ctrl+C, to end it.";

/// Default of `--room-bytes`.
const DEFAULT_ROOM_BYTES: usize = 64 * 1024 * 1024;

/// Least `--room-bytes`: the room's own buffers, and something for its clients.
const MIN_ROOM_BYTES: usize = 1024 * 1024;

/// Host a chat room, or another of the tutorials' servers, without a browser.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct ChatArguments {
    /// Where the room listens; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9999")]
    pub(super) addr: SocketAddr,

    /// What the server does with a message.
    #[arg(long, default_value = "group", value_parser = mode())]
    mode: Mode,

    #[arg(long, value_name = "FRAMING", value_parser = framing)]
    #[arg(help = format!("How messages are told apart: {FRAMINGS}"))]
    framing: Option<Framing>,

    /// The encoding clients are spoken to in.
    #[arg(long, value_parser = encoding())]
    encoding: Option<Encoding>,

    /// How many clients are served at a time.
    #[arg(long, value_parser = words(&[("one", Concurrency::One), ("all", Concurrency::All)]))]
    concurrency: Option<Concurrency>,

    /// What happens to a client that does not read.
    #[arg(long, value_parser = words(SLOW_PEER))]
    slow_peer: Option<SlowPeer>,

    /// Bytes that may wait for one client before --slow-peer applies.
    #[arg(long, value_name = "BYTES")]
    queue_bytes: Option<NonZeroUsize>,

    /// Bytes that the room may hold for all its clients together; at the limit those above their share
    /// are treated as --slow-peer says.
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_ROOM_BYTES)]
    #[arg(value_parser = RangedU64ValueParser::<usize>::new().range(MIN_ROOM_BYTES as u64..))]
    pub(super) room_bytes: usize,

    /// Longest message; of raw chunks, the tutorials' recv(bufsize).
    #[arg(long, value_name = "BYTES")]
    max_message: Option<NonZeroUsize>,

    /// How a group message is written: with time and address on a line of their own, or short.
    #[arg(long, value_parser = words(&[("stamped", Form::Stamped), ("compact", Form::Compact)]))]
    form: Option<Form>,

    /// Do not send a group message to the one who said it.
    #[arg(long)]
    no_echo: bool,

    /// With --mode fixed-replies: the first client's reply, the second's … Repeat it.
    #[arg(long, value_name = "TEXT")]
    reply: Vec<String>,

    /// With --mode fixed-replies: let a client go after one exchange.
    #[arg(long)]
    one_exchange: bool,

    /// With --mode shop: something to sell. Repeat it.
    #[arg(long, value_name = "NAME=PRICE", value_parser = goods)]
    goods: Vec<Goods>,

    /// All of the room's settings as JSON, in place of the flags above.
    #[arg(long, value_name = "JSON", value_parser = config)]
    #[arg(conflicts_with_all = SINGLE_FLAGS)]
    config: Option<RoomConfig>,

    /// Print no transcript.
    #[arg(long)]
    pub(super) quiet: bool,

    /// Share the group with rooms on other machines through this NATS server.
    #[arg(long, value_name = "nats://HOST:PORT")]
    pub(super) bus: Option<BusAddress>,

    /// The name under which the rooms on a bus find each other.
    #[arg(long, value_name = "NAME", default_value = "lobby", requires = "bus")]
    #[arg(value_parser = room_name)]
    pub(super) room: String,
}

/// The modes' names as flags have them.
static MODES: LazyLock<Vec<String>> =
    LazyLock::new(|| Mode::NAMES.iter().map(|name| as_flag(name)).collect());

const SLOW_PEER: &[(&str, SlowPeer)] = &[
    ("block", SlowPeer::Block),
    ("drop-oldest", SlowPeer::DropOldest),
    ("disconnect", SlowPeer::Disconnect),
];

const SINGLE_FLAGS: [&str; 12] = [
    "mode",
    "framing",
    "encoding",
    "concurrency",
    "slow_peer",
    "queue_bytes",
    "max_message",
    "form",
    "no_echo",
    "reply",
    "one_exchange",
    "goods",
];

impl ChatArguments {
    /// The room's settings: what was not said is as the tutorials' server of the mode has it.
    pub(super) fn config(&self) -> RoomConfig {
        if let Some(config) = &self.config {
            return config.clone();
        }
        let usual = RoomConfig::of(self.mode());
        RoomConfig {
            framing: self.framing.clone().unwrap_or(usual.framing),
            encoding: self.encoding.unwrap_or(usual.encoding),
            concurrency: self.concurrency.unwrap_or(usual.concurrency),
            slow_peer: self.slow_peer.unwrap_or(usual.slow_peer),
            queue_bytes: self.queue_bytes.map_or(usual.queue_bytes, NonZeroUsize::get),
            max_message: self.max_message.map_or(usual.max_message, NonZeroUsize::get),
            form: self.form.unwrap_or(usual.form),
            echo_to_sender: !self.no_echo,
            mode: usual.mode,
        }
    }

    /// What the mode is called.
    pub(super) fn mode_name(&self) -> String {
        as_flag(self.config().mode.name())
    }

    /// The mode with what the flags say of its fields.
    fn mode(&self) -> Mode {
        let mut mode = self.mode.clone();
        match &mut mode {
            Mode::FixedReplies { replies, one_exchange } => {
                if !self.reply.is_empty() {
                    replies.clone_from(&self.reply);
                }
                *one_exchange = self.one_exchange;
            }
            Mode::Shop { goods } => {
                if !self.goods.is_empty() {
                    goods.clone_from(&self.goods);
                }
            }
            Mode::Group
            | Mode::Acknowledge
            | Mode::Echo
            | Mode::UpperCase
            | Mode::LineAnswer
            | Mode::KeywordOver
            | Mode::Operator => {}
        }
        mode
    }
}

/// A name of JSON as a flag's value is written: `upper-case` for `upper_case`.
fn as_flag(name: &str) -> String {
    name.replace('_', "-")
}

fn mode() -> impl TypedValueParser<Value = Mode> {
    let names = PossibleValuesParser::new(MODES.iter().map(String::as_str));
    names.map(|name| {
        let mode = Mode::all().into_iter().find(|mode| as_flag(mode.name()) == name);
        mode.expect("the parser before this one knows the names")
    })
}

/// A parser of these words and no others.
fn words<T>(words: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let names = PossibleValuesParser::new(words.iter().map(|(name, _)| *name));
    names.map(|word| {
        let found = words.iter().find(|(name, _)| *name == word);
        found.expect("the parser before this one lets only these words through").1
    })
}

fn encoding() -> impl TypedValueParser<Value = Encoding> {
    let names = PossibleValuesParser::new(Encoding::ALL.map(Encoding::python_name));
    names.map(|name| {
        Encoding::from_python_name(&name).expect("the parser before this one knows the names")
    })
}

fn goods(text: &str) -> Result<Goods, String> {
    match text.split_once('=') {
        Some((name, price)) if !name.is_empty() && !price.is_empty() => {
            Ok(Goods { name: name.into(), price: price.into() })
        }
        _ => Err("write NAME=PRICE, such as 西瓜=2".into()),
    }
}

fn config(text: &str) -> Result<RoomConfig, String> {
    let config: RoomConfig = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if config.queue_bytes == 0 || config.max_message == 0 {
        return Err("queue_bytes and max_message are at least 1".into());
    }
    Ok(config)
}

/// A name that is one token of a NATS subject.
fn room_name(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if text.is_empty() || !text.chars().all(fits) {
        return Err("a room's name is made of letters, digits, - and _".into());
    }
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Flags {
        #[command(flatten)]
        chat: ChatArguments,
    }

    fn parse(words: &[&str]) -> Result<ChatArguments, String> {
        let words = ["socket-lab chat"].iter().chain(words);
        Flags::try_parse_from(words).map(|flags| flags.chat).map_err(|error| error.to_string())
    }

    #[test]
    fn each_mode_has_the_tutorials_settings_until_they_are_changed() {
        for name in MODES.iter() {
            let arguments = parse(&["--mode", name]).unwrap();
            assert_eq!(arguments.mode_name(), *name);
            assert_eq!(arguments.config(), RoomConfig::of(arguments.mode()));
        }
        assert_eq!(parse(&["--mode", "upper-case"]).unwrap().mode(), Mode::UpperCase);
        assert_eq!(parse(&[]).unwrap().mode(), Mode::Group);
        let words = "--framing u16-be --encoding gbk --concurrency one --slow-peer block \
                     --queue-bytes 9 --max-message 8 --form compact --no-echo";
        let words: Vec<&str> = words.split_whitespace().collect();
        let config = parse(&words).unwrap().config();
        assert_eq!(config.framing.struct_format(), Some(">H"));
        assert_eq!((config.encoding, config.concurrency), (Encoding::Gbk, Concurrency::One));
        assert_eq!((config.slow_peer, config.form), (SlowPeer::Block, Form::Compact));
        assert_eq!((config.queue_bytes, config.max_message), (9, 8));
        assert!(!config.echo_to_sender);
    }

    #[test]
    fn replies_and_goods_replace_the_tutorials() {
        let arguments =
            parse(&["--mode", "fixed-replies", "--reply", "a", "--reply", "b"]).unwrap();
        let replies = vec!["a".into(), "b".into()];
        assert_eq!(arguments.mode(), Mode::FixedReplies { replies, one_exchange: false });
        let Mode::Shop { goods } = parse(&["--mode", "shop", "--goods", "茶=3"]).unwrap().mode()
        else {
            panic!("no shop");
        };
        assert_eq!(goods, [Goods { name: "茶".into(), price: "3".into() }]);
    }

    #[test]
    fn a_whole_configuration_comes_as_json_or_not_at_all() {
        let config = RoomConfig { max_message: 7, ..RoomConfig::of(Mode::snack_shop()) };
        let json = serde_json::to_string(&config).unwrap();
        assert_eq!(parse(&["--config", &json]).unwrap().config(), config);
        assert!(parse(&["--config", &json, "--mode", "echo"]).unwrap_err().contains("--mode"));
        assert!(parse(&["--config", "{}"]).unwrap_err().contains("missing field"));
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        for (words, told) in [
            (["--mode", "chat"], "possible values: group, acknowledge"),
            (["--goods", "tea"], "NAME=PRICE"),
            (["--framing", "packets"], "crlf-lines"),
            (["--queue-bytes", "0"], "zero"),
            (["--bus", "http://a"], "nats://"),
        ] {
            let error = parse(&words).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
        assert!(parse(&["--bus", "nats://a:1", "--room", "a.b"]).unwrap_err().contains("letters"));
    }
}
