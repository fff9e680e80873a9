//! A Python line, coloured.

use yew::prelude::*;

use crate::timeline::state::highlight::{Token, highlight, shortened};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PythonCodeProps {
    pub(crate) line: AttrValue,
}

#[component]
pub(crate) fn PythonCode(props: &PythonCodeProps) -> Html {
    let pieces = highlight(&props.line).into_iter().map(|(token, piece)| {
        let piece = match token {
            Token::Literal => shortened(piece).into_owned(),
            _ => piece.to_owned(),
        };
        match class(token) {
            Some(class) => html! { <span {class}>{ piece }</span> },
            None => html! { { piece } },
        }
    });
    html! { <code class="python">{ for pieces }</code> }
}

fn class(token: Token) -> Option<&'static str> {
    match token {
        Token::Call => Some("py-call"),
        Token::Constant => Some("py-constant"),
        Token::Literal => Some("py-literal"),
        Token::Number => Some("py-number"),
        Token::Name => Some("py-name"),
        Token::Plain => None,
    }
}
