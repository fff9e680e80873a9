//! The replies of the one-to-one servers: pure functions of the mode and the client's text.

use super::{Goods, Mode};

/// The server's answer to one message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    /// Its text; `None` for no answer.
    pub(super) text: Option<String>,
    /// Whether the client is disconnected afterwards.
    pub(super) leaves: bool,
}

impl Reply {
    fn stay(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), leaves: false }
    }

    fn goodbye(text: Option<String>) -> Self {
        Self { text, leaves: true }
    }
}

/// The text that a client is sent on joining.
pub(super) fn greeting(mode: &Mode) -> Option<String> {
    let Mode::Shop { goods } = mode else { return None };
    let shelves: Vec<String> =
        goods.iter().map(|item| format!("{} {}", item.name, item.price)).collect();
    Some(format!("欢迎光临！本店有：{}。想买什么？（说“拜拜”离开）\n", shelves.join("，")))
}

/// The reply to `text` of the `number`-th client (from 0).
pub(super) fn reply(mode: &Mode, number: usize, text: &str) -> Reply {
    let word = text.trim_end_matches(['\r', '\n']);
    match mode {
        Mode::Acknowledge => Reply::stay(format!("服务端接收到了信息 {text}")),
        Mode::UpperCase => Reply::stay(text.to_uppercase()),
        Mode::FixedReplies { replies, one_exchange } => {
            let text = replies.get(number).or(replies.last()).cloned();
            Reply { text, leaves: *one_exchange }
        }
        Mode::LineAnswer if word == "quit" => Reply::goodbye(None),
        Mode::LineAnswer => Reply::stay(format!("Return your msg: {text}")),
        Mode::KeywordOver if word == "拜拜" => Reply::goodbye(Some("over".into())),
        Mode::KeywordOver => Reply::stay("服务器已经收到你的信息"),
        Mode::Shop { .. } if word == "拜拜" => {
            Reply::goodbye(Some("再见，欢迎下次光临！\n".into()))
        }
        Mode::Shop { goods } => Reply::stay(sell(goods, word)),
        Mode::Operator => Reply { text: None, leaves: word == "byebye" },
        // Their messages are not answered one by one; see `Room`.
        Mode::Echo | Mode::Group => Reply { text: None, leaves: false },
    }
}

fn sell(goods: &[Goods], wanted: &str) -> String {
    match goods.iter().find(|item| item.name == wanted.trim()) {
        Some(item) => format!("购买成功,余额 -{}\n", item.price),
        None => format!("没有“{}”这种商品\n", wanted.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_of_the_tutorials_says_its_words() {
        let fixed = |one_exchange| Mode::FixedReplies {
            replies: vec!["magedu.com ack".into(), "hello python".into()],
            one_exchange,
        };
        let cases = [
            (Mode::Acknowledge, 0, "hi", Some("服务端接收到了信息 hi"), false),
            (Mode::UpperCase, 0, "straße\n", Some("STRASSE\n"), false),
            (fixed(false), 0, "x", Some("magedu.com ack"), false),
            (fixed(true), 1, "x", Some("hello python"), true),
            (fixed(true), 7, "x", Some("hello python"), true),
            (Mode::LineAnswer, 0, "a", Some("Return your msg: a"), false),
            (Mode::LineAnswer, 0, "quit", None, true),
            (Mode::KeywordOver, 0, "在吗", Some("服务器已经收到你的信息"), false),
            (Mode::KeywordOver, 0, "拜拜\n", Some("over"), true),
            (Mode::snack_shop(), 0, "瓜子\r\n", Some("购买成功,余额 -4.5\n"), false),
            (Mode::snack_shop(), 0, "手机", Some("没有“手机”这种商品\n"), false),
            (Mode::snack_shop(), 0, "拜拜", Some("再见，欢迎下次光临！\n"), true),
            (Mode::Operator, 0, "hello", None, false),
            (Mode::Operator, 0, "byebye", None, true),
        ];
        for (mode, number, said, text, leaves) in cases {
            let expected = Reply { text: text.map(Into::into), leaves };
            assert_eq!(reply(&mode, number, said), expected, "{mode:?} to {said:?}");
        }
    }

    #[test]
    fn only_the_shop_speaks_first() {
        let greeting = |mode| greeting(&mode);
        assert!(greeting(Mode::snack_shop()).unwrap().contains("瓜子 4.5，西瓜 2，矿泉水 2.5"));
        assert_eq!(greeting(Mode::Group), None);
    }
}
