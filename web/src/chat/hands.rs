//! What a person does in the Chat place, and how that is wired to its driver.

use lab_shared::framing::Framing;
use lab_shared::wire::RoomCommand;
use yew::prelude::*;

use super::driver::ChatDriver;
use super::driver::chat_store::ChatStore;
use super::driver::stream::StreamDriver;
use super::state::ChatAction;
use super::state::client_model::JoinEdit;
use super::state::experiment_model::StreamEdit;
use super::state::room_settings::RoomEdit;
use super::state::route::ChatRoute;
use crate::boundaries::state::pace::PaceEdit;

/// What a person does in the Chat place.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatHands {
    /// Goes to another view.
    pub on_view: Callback<ChatRoute>,
    /// Changes the room's settings.
    pub on_edit: Callback<RoomEdit>,
    /// Opens the room.
    pub on_open: Callback<()>,
    /// Asks something of it.
    pub on_ask: Callback<RoomCommand>,
    /// Changes how the room tells messages apart, while it is open.
    pub on_framing: Callback<Framing>,
    /// Changes the pace of the room's calls.
    pub on_pace: Callback<PaceEdit>,
    /// Changes the client's settings.
    pub on_edit_join: Callback<JoinEdit>,
    /// Changes how the client tells messages apart.
    pub on_framing_join: Callback<Framing>,
    /// Changes the pace of the client's calls.
    pub on_pace_join: Callback<PaceEdit>,
    /// Connects the client.
    pub on_join: Callback<()>,
    /// Has it say something.
    pub on_say: Callback<String>,
    /// Has it leave.
    pub on_leave: Callback<()>,
    /// Changes the experiment's settings.
    pub on_edit_stream: Callback<StreamEdit>,
    /// Makes both of its ends.
    pub on_stream_connect: Callback<()>,
    /// Sends a round.
    pub on_stream_send: Callback<()>,
    /// Closes both ends.
    pub on_stream_close: Callback<()>,
}

#[hook]
pub(crate) fn use_chat_hands(
    driver: &ChatDriver,
    stream: &StreamDriver,
    chat: &UseReducerHandle<ChatStore>,
    on_view: Callback<ChatRoute>,
) -> ChatHands {
    let edit = chat.dispatcher();
    let on_edit = use_callback((), move |change: RoomEdit, ()| {
        edit.dispatch(ChatAction::Edit(change));
    });
    let edit = chat.dispatcher();
    let on_edit_join = use_callback((), move |change: JoinEdit, ()| {
        edit.dispatch(ChatAction::EditJoin(change));
    });
    let on_open = use_callback((driver.clone(), chat.0.clone()), |(), (driver, chat)| {
        if let Ok((address, config)) = chat.settings.checked() {
            let pace = chat.pace.checked().unwrap_or_default();
            driver.open(chat.settings.runs, address, config, pace);
        }
    });
    let on_framing = {
        let edit = chat.dispatcher();
        use_callback(driver.clone(), move |framing: Framing, driver| {
            edit.dispatch(ChatAction::Edit(RoomEdit::Framing(framing.clone())));
            driver.ask(RoomCommand::Framing { framing });
        })
    };
    let on_pace = {
        let edit = chat.dispatcher();
        use_callback(
            (driver.clone(), chat.0.pace.clone()),
            move |change: PaceEdit, (driver, pace)| {
                edit.dispatch(ChatAction::EditPace(change.clone()));
                if let Some(pace) = (**pace).clone().after(change).checked() {
                    driver.pace(pace);
                }
            },
        )
    };
    let on_framing_join = {
        let edit = chat.dispatcher();
        use_callback(driver.clone(), move |framing: Framing, driver| {
            edit.dispatch(ChatAction::EditJoin(JoinEdit::Framing(framing.clone())));
            driver.reframe_client(framing);
        })
    };
    let on_pace_join = {
        let edit = chat.dispatcher();
        use_callback(
            (driver.clone(), chat.0.join.clone()),
            move |change: PaceEdit, (driver, join)| {
                edit.dispatch(ChatAction::EditJoin(JoinEdit::Pace(change.clone())));
                if let Some(pace) = join.pace.clone().after(change).checked() {
                    driver.pace_client(pace);
                }
            },
        )
    };
    let on_ask = use_callback(driver.clone(), |ask: RoomCommand, driver| driver.ask(ask));
    let on_join = use_callback((driver.clone(), chat.0.clone()), |(), (driver, chat)| {
        if let Some(config) = chat.join.checked() {
            driver.join(config);
        }
    });
    let on_say = use_callback(driver.clone(), |text: String, driver| driver.say(text));
    let on_leave = use_callback(driver.clone(), |(), driver| driver.leave());
    let edit = chat.dispatcher();
    let on_edit_stream = use_callback((), move |change: StreamEdit, ()| {
        edit.dispatch(ChatAction::EditStream(change));
    });
    let on_stream_connect = use_callback(stream.clone(), |(), stream| stream.connect());
    let on_stream_send = use_callback((stream.clone(), chat.0.clone()), |(), (stream, chat)| {
        if let Some(round) = chat.stream_settings.round() {
            stream.send(chat.stream_settings.remedy, round);
        }
    });
    let on_stream_close = use_callback(stream.clone(), |(), stream| stream.close());
    ChatHands {
        on_view,
        on_edit,
        on_open,
        on_ask,
        on_framing,
        on_pace,
        on_edit_join,
        on_framing_join,
        on_pace_join,
        on_join,
        on_say,
        on_leave,
        on_edit_stream,
        on_stream_connect,
        on_stream_send,
        on_stream_close,
    }
}
