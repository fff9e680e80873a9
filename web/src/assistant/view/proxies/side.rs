//! The pane beside the log while a proxy is in view.

use yew::prelude::*;

use super::faults::Faults;
use super::held::Held;
use super::replay::ReplayView;
use super::use_proxies;
use crate::assistant::texts::proxies::Proxies;
use crate::assistant::view::panes::PaneProps;

/// What the pane shows of a proxy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::assistant::view) enum ProxyTab {
    #[default]
    Faults,
    Held,
    Replay,
}

impl ProxyTab {
    pub(in crate::assistant::view) const ALL: [Self; 3] = [Self::Faults, Self::Held, Self::Replay];

    /// Its name for tests.
    pub(in crate::assistant::view) fn testid(self) -> &'static str {
        match self {
            Self::Faults => "proxy-side-faults",
            Self::Held => "proxy-side-held",
            Self::Replay => "proxy-side-replay",
        }
    }

    pub(in crate::assistant::view) fn title(self, texts: &Proxies) -> &'static str {
        match self {
            Self::Faults => texts.faults,
            Self::Held => texts.held,
            Self::Replay => texts.replay,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(in crate::assistant::view) struct ProxySideProps {
    pub(in crate::assistant::view) tab: ProxyTab,
    pub(in crate::assistant::view) pane: PaneProps,
}

#[component]
pub(in crate::assistant::view) fn ProxySide(props: &ProxySideProps) -> Html {
    let PaneProps { model, ready, on, .. } = &props.pane;
    let on = use_proxies(on);
    let Some(proxy) = model.proxies.chosen_proxy() else { return html! {} };
    match props.tab {
        ProxyTab::Faults => {
            let mistakes = model.proxies.mistakes(proxy.id);
            html! { <Faults key={proxy.id.0} proxy={proxy.clone()} {mistakes} {on} /> }
        }
        ProxyTab::Held => html! { <Held model={model.clone()} {on} /> },
        ProxyTab::Replay => html! { <ReplayView model={model.clone()} ready={*ready} {on} /> },
    }
}
