//! Proxies in the model of the place. They are in its document, and always run on the relay.

use std::rc::Rc;

use lab_shared::assistant::Now;
use lab_shared::assistant::proxy::ProxySetup;
use lab_shared::assistant::remote::ProxyRequest;
use lab_shared::assistant::session::{Command, EndId};

use super::choices::TransportKind;
use super::compose::ComposeEffect;
use super::hosting::HostingCommand;
use super::proxies::command::{ProxyCommand, ProxyEffect};
use super::proxies::{ProxiesModel, ProxyId};
use super::{AssistantCommand, AssistantEffect, AssistantModel};

impl AssistantModel {
    pub(super) fn handle_proxies(
        &mut self,
        command: ProxyCommand,
        now: Now,
    ) -> Vec<AssistantEffect> {
        let setups = &mut Rc::make_mut(&mut self.document).proxies;
        let proxies = Rc::make_mut(&mut self.proxies);
        let effects = proxies.handle(command, setups, &self.log, now);
        self.choose_something();
        self.proxy_effects(effects)
    }

    /// Takes in the proxies that another place has prepared, and shows the first. One of the same name is
    /// replaced.
    pub(super) fn prepare_proxies(&mut self, prepared: Vec<ProxySetup>) -> Vec<AssistantEffect> {
        let Some(first) = prepared.first().map(|proxy| proxy.name.clone()) else {
            return Vec::new();
        };
        let setups = &mut Rc::make_mut(&mut self.document).proxies;
        for proxy in prepared {
            match setups.iter_mut().find(|known| known.name == proxy.name) {
                Some(known) => *known = proxy,
                None => setups.push(proxy),
            }
        }
        let mut proxies = (*self.proxies_of_document()).clone();
        let shown = proxies.list.iter().find(|proxy| proxy.setup.name == first);
        proxies.chosen = shown.map(|proxy| proxy.id);
        self.proxies = Rc::new(proxies);
        self.proxy_effects(vec![ProxyEffect::Changed])
    }

    /// Adds a proxy in place of an end.
    pub(super) fn end_to_proxy(&mut self, end: EndId, now: Now) -> Vec<AssistantEffect> {
        let mut effects = self.handle_proxies(ProxyCommand::Add, now);
        effects.extend(self.effects(AssistantCommand::Remove(end)));
        effects
    }

    /// Adds an end in place of a proxy.
    pub(super) fn proxy_to_end(
        &mut self,
        proxy: ProxyId,
        kind: TransportKind,
        now: Now,
    ) -> Vec<AssistantEffect> {
        let mut effects = self.effects(AssistantCommand::Add(kind));
        effects.extend(self.handle_proxies(ProxyCommand::Remove(proxy), now));
        effects
    }

    /// What the composer leaves to do while a proxy is in view: what an end would send is injected.
    pub(super) fn inject(&mut self, effect: &ComposeEffect, now: Now) -> Vec<AssistantEffect> {
        let effects = match effect {
            ComposeEffect::Send(draft) => {
                self.log.follow(draft.form);
                self.proxies.inject(draft, self.compose.sent_before(), now)
            }
            ComposeEffect::SendMessage(message) => {
                self.log.follow(message.draft.form);
                self.proxies.inject(&message.draft, 0, now)
            }
            // Only ends repeat what they send.
            _ => {
                Rc::make_mut(&mut self.compose).repeat_ended();
                Vec::new()
            }
        };
        self.proxy_effects(effects)
    }

    /// Shows a proxy where there is no end to show.
    pub(super) fn choose_something(&mut self) {
        if self.chosen_end().is_none() && self.proxies.chosen_proxy().is_none() {
            let last = self.proxies.list.last().map(|proxy| proxy.id);
            Rc::make_mut(&mut self.proxies).chosen = last;
        }
    }

    fn proxy_effects(&mut self, effects: Vec<ProxyEffect>) -> Vec<AssistantEffect> {
        let mut all = Vec::new();
        for effect in effects {
            match effect {
                ProxyEffect::Changed => {
                    let command = Command::SetProxies(self.document.proxies.clone());
                    all.extend(self.with_keep(vec![AssistantEffect::Session(command)]));
                }
                ProxyEffect::Ask(request) => {
                    let begins =
                        matches!(request, ProxyRequest::Start { .. } | ProxyRequest::Replay(_));
                    let hosting = &self.hosting;
                    if begins && (!hosting.on_relay || hosting.ended.is_some()) {
                        all.extend(self.handle_hosting(HostingCommand::OnRelay));
                    }
                    all.push(AssistantEffect::Proxy(request));
                }
                ProxyEffect::Refuse(problem) => self.refused = Some(Rc::new(problem)),
                ProxyEffect::Save(recording) => all.push(AssistantEffect::Save {
                    name: "conversation",
                    ending: ".jsonl",
                    media_type: "application/jsonl",
                    bytes: recording.into_bytes(),
                }),
            }
        }
        all
    }

    /// The proxies of the document, as the place shows them.
    pub(super) fn proxies_of_document(&self) -> Rc<ProxiesModel> {
        let mut proxies = (*self.proxies).clone();
        proxies.adopt(&self.document.proxies);
        Rc::new(proxies)
    }
}
