//! What can be said of a program from its text, before it runs: what a page cannot do, and what Python calls
//! otherwise today. What is not certain is not said.

mod blocks;
mod names;
pub(crate) mod shown;
mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod tokens;

use lab_shared::language::{Bilingual, Language};
use std::net::Ipv4Addr;

use blocks::Block;
use names::{Names, imports};
use table::{NOT_HERE, OLD, OUTSIDE, Since};
use tokens::{Kind, Token, statements};

/// Something to know about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Advice {
    /// From 1 on.
    pub line: u32,
    /// What it is about, as it is written there.
    pub name: String,
    about: About,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// Words of their own.
    Said(Bilingual),
    /// What is written today.
    Today(Since, &'static str),
}

impl Advice {
    /// What is said about it.
    pub(crate) fn words(&self, language: Language) -> String {
        let name = &self.name;
        match (self.about, language) {
            (About::Said(words), Language::En) => format!("{name}: {}", words.get(language)),
            (About::Said(words), Language::Zh) => format!("{name}：{}", words.get(language)),
            (About::Today(Since::Python3, today), Language::En) => {
                format!("{name} is Python 2. Today: {today}")
            }
            (About::Today(Since::Python3, today), Language::Zh) => {
                format!("{name} 是 Python 2 的写法，现在写作：{today}")
            }
            (About::Today(Since::Removed(minor), today), Language::En) => {
                format!("{name} was removed in Python 3.{minor}. Today: {today}")
            }
            (About::Today(Since::Removed(minor), today), Language::Zh) => {
                format!("{name} 在 Python 3.{minor} 中已被移除，现在写作：{today}")
            }
            (About::Today(Since::Deprecated, today), Language::En) => {
                format!("{name} is deprecated. Today: {today}")
            }
            (About::Today(Since::Deprecated, today), Language::Zh) => {
                format!("{name} 已不推荐使用，现在写作：{today}")
            }
        }
    }

    /// Whether both say the same of different lines.
    fn is_like(&self, other: &Self) -> bool {
        (&self.name, self.about) == (&other.name, other.about)
    }
}

/// What is to be known about a program, by lines. `modules` are the names of those that lie beside it.
pub(crate) fn advise(text: &str, modules: &[&str]) -> Vec<Advice> {
    let statements = statements(text);
    let reader = Reader { names: Names::of(&statements), modules, blocks: blocks::of(&statements) };
    let mut found = Vec::new();
    for (statement, block) in statements.iter().zip(&reader.blocks) {
        reader.read(&statement.tokens, *block, &mut found);
    }
    // A name that is longer than another says more than that.
    found.sort_by_key(|it: &Advice| it.line);
    found.dedup_by(|one, other| one.line == other.line && one.is_like(other));
    found
}

struct Reader<'a> {
    names: Names<'a>,
    modules: &'a [&'a str],
    blocks: Vec<Block>,
}

/// Calls of asyncio that took `loop=`.
const TOOK_LOOP: [&str; 12] = [
    "sleep",
    "wait",
    "wait_for",
    "gather",
    "shield",
    "open_connection",
    "start_server",
    "Lock",
    "Event",
    "Condition",
    "Semaphore",
    "Queue",
];

/// What asks for a loop where none runs.
const GET_LOOP: &str = "asyncio.get_event_loop";

const NO_LOOP: Bilingual = Bilingual {
    en: "Since Python 3.14 there is no loop until one runs: RuntimeError. Today: asyncio.run(main())",
    zh: "从 Python 3.14 起，没有正在运行的事件循环时会抛出 RuntimeError。现在写作：asyncio.run(main())",
};

const BYTES: Bilingual = Bilingual {
    en: "Sockets take bytes since Python 3: \"…\".encode() or b\"…\"",
    zh: "从 Python 3 起套接字只收发 bytes：写作 \"…\".encode() 或 b\"…\"",
};

impl Reader<'_> {
    fn read(&self, tokens: &[Token<'_>], block: Block, found: &mut Vec<Advice>) {
        let mut say = |line, name: &str, about| {
            found.push(Advice { line, name: name.to_owned(), about });
        };
        for form in syntax::forms(tokens) {
            say(form.line, form.name, About::Today(Since::Python3, form.today));
        }
        for at in 0..tokens.len() {
            if self.is_outside(&tokens[at..]) {
                let name = tokens[at + 1].literal().unwrap_or_default();
                say(tokens[at].line, name, About::Said(OUTSIDE));
            }
            if self.sends_text(tokens, at) {
                say(tokens[at].line, tokens[at].text, About::Said(BYTES));
            }
        }
        if block.guarded {
            return;
        }
        for import in imports(tokens) {
            let module = import.name.split('.').next().unwrap_or_default();
            if !self.modules.contains(&module) {
                for (name, about) in
                    about(&import.name).into_iter().chain(about(&format!("{module}.")))
                {
                    say(import.line, name.trim_end_matches('.'), about);
                }
            }
        }
        for at in 0..tokens.len() {
            for full in self.meanings(tokens, at) {
                for (name, about) in about(&full) {
                    say(tokens[at].line, name.trim_start_matches('.'), about);
                }
                if full == GET_LOOP && !block.in_coroutine && !self.names.sets_loop {
                    say(tokens[at].line, GET_LOOP, About::Said(NO_LOOP));
                }
                let call = full.strip_prefix("asyncio.").filter(|call| TOOK_LOOP.contains(call));
                if let Some(line) = call.and_then(|_| loop_argument(&tokens[at..])) {
                    say(line, "loop=", About::Today(Since::Removed(10), "—"));
                }
            }
        }
    }

    /// The full names of what begins at `at`: of a module, of a method, or a built-in function.
    fn meanings(&self, tokens: &[Token<'_>], at: usize) -> Vec<String> {
        let Token { kind: Kind::Name, text, .. } = tokens[at] else { return vec![] };
        let called = tokens.get(at + 1).is_some_and(|it| it.is("("));
        if at > 0 && tokens[at - 1].is(".") {
            // A function of a module is no method of an object.
            let of_module = at > 1 && self.names.is_imported(tokens[at - 2].text);
            let method = called && !of_module && !self.names.is_own(text);
            return if method { vec![format!(".{text}")] } else { vec![] };
        }
        let mut all = self.names.full(tokens, at);
        if !self.names.is_own(text) && !self.names.is_imported(text) {
            all.push(text.to_owned());
        }
        all
    }

    /// `("www.example.org", 80)` in a program that can connect.
    fn is_outside(&self, rest: &[Token<'_>]) -> bool {
        let [open, host, comma, port, close, ..] = rest else { return false };
        let pair = open.is("(") && comma.is(",") && port.kind == Kind::Number && close.is(")");
        let connects = ["socket", "asyncio", "ssl"].into_iter().any(|it| self.names.has_module(it));
        pair && connects && host.literal().is_some_and(is_outside)
    }

    /// `sock.send("…")` in a program with sockets and nothing else that sends.
    fn sends_text(&self, tokens: &[Token<'_>], at: usize) -> bool {
        let [name, open, text, behind, ..] = &tokens[at..] else { return false };
        let sends = matches!(name.text, "send" | "sendall" | "sendto") && open.is("(");
        let whole = behind.is(")") || behind.is(",");
        let method = at.checked_sub(1).is_some_and(|it| tokens[it].is("."));
        let sockets = self.names.has_module("socket") && !self.names.has_module("multiprocessing");
        sends
            && method
            && whole
            && text.literal().is_some()
            && sockets
            && !self.names.is_own(name.text)
    }
}

/// What the tables know of a full name.
fn about(full: &str) -> Vec<(&'static str, About)> {
    let here = NOT_HERE.iter().filter(|(name, _)| *name == full);
    let old = OLD.iter().filter(|(name, ..)| *name == full);
    here.map(|(name, words)| (*name, About::Said(*words)))
        .chain(old.map(|(name, since, today)| (*name, About::Today(*since, today))))
        .collect()
}

/// The line of the argument `loop=` of the call that begins `rest`.
fn loop_argument(rest: &[Token<'_>]) -> Option<u32> {
    let open = rest.iter().position(|it| it.is("("))?;
    let depth = rest[open].depth;
    let end = rest[open..].iter().position(|it| it.depth == depth && it.is(")"))? + open;
    let arguments = rest[open..end].windows(2);
    let mut named = arguments.filter(|pair| pair[0].is("loop") && pair[1].is("="));
    named.find(|pair| pair[0].depth == depth + 1).map(|pair| pair[0].line)
}

/// Whether an address is one that other machines have, and no example of a book's.
fn is_outside(host: &str) -> bool {
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return !(address.is_private()
            || address.is_loopback()
            || address.is_link_local()
            || address.is_unspecified()
            || address.is_multicast()
            || address.is_broadcast()
            || address.is_documentation());
    }
    let last = host.rsplit_once('.').map(|(_, last)| last);
    let named =
        last.is_some_and(|last| last.len() > 1 && last.bytes().all(|it| it.is_ascii_alphabetic()));
    let ours = [
        "local",
        "localhost",
        "localdomain",
        "lan",
        "internal",
        "test",
        "invalid",
        "example",
        "arpa",
    ];
    named
        && !host.contains(['/', ' ', '\\', '%', '{'])
        && !last.is_some_and(|last| ours.contains(&last))
}
