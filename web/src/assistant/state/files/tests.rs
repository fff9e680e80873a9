//! Tests of the file card's model.

use super::*;

const END: EndId = EndId(3);

fn handle(model: &mut FilesModel, command: FilesCommand) -> Option<FileEffect> {
    model.handle(command, END, Target::All, false)
}

fn chosen(size: u64) -> FilesModel {
    let mut model = FilesModel::default();
    handle(&mut model, FilesCommand::Choose { name: "a.bin".into(), size });
    model
}

#[test]
fn a_file_is_sent_with_what_is_typed() {
    let mut model = chosen(1000);
    handle(&mut model, FilesCommand::Part("100".into()));
    handle(&mut model, FilesCommand::Pause("20".into()));
    let Some(FileEffect::Send(order)) = handle(&mut model, FilesCommand::Send) else {
        panic!("it is sent")
    };
    assert_eq!((order.end, order.size, order.part), (END, 1000, 100));
    assert_eq!(order.pause, Duration::from_millis(20));
    assert_eq!(handle(&mut model, FilesCommand::Send), None, "one at a time");
    model.apply(FileNews::Sent { bytes: 300, at: Duration::from_secs(1) });
    model.apply(FileNews::Sent { bytes: 500, at: Duration::from_secs(2) });
    let sending = model.sending.as_ref().unwrap();
    assert_eq!((sending.sent, sending.rate.per_second()), (500, Some(200)));
    assert_eq!(sending.rate.time_for(500), Some(Duration::from_millis(2500)));
    assert_eq!(handle(&mut model, FilesCommand::Cancel), Some(FileEffect::Cancel));
    model.apply(FileNews::Ended { end: SendEnd::Cancelled, bytes: 600 });
    assert!(!model.is_sending());
    assert!(handle(&mut model, FilesCommand::Send).is_some());
}

#[test]
fn a_datagram_carries_no_more_than_it_can() {
    for (typed, is_datagram, part) in
        [("", false, 65_536), ("", true, 1_400), ("1048576", true, 65_507)]
    {
        let mut model = chosen(9);
        handle(&mut model, FilesCommand::Part(typed.into()));
        let effect = model.handle(FilesCommand::Send, END, Target::All, is_datagram);
        let Some(FileEffect::Send(order)) = effect else { panic!("it is sent") };
        assert_eq!(order.part, part);
    }
}

#[test]
fn a_mistake_sends_nothing() {
    for (part, pause) in [("0", ""), ("1048577", ""), ("x", ""), ("", "soon")] {
        let mut model = chosen(9);
        handle(&mut model, FilesCommand::Part(part.into()));
        handle(&mut model, FilesCommand::Pause(pause.into()));
        assert_eq!(model.problems().len(), 1, "{part:?} {pause:?}");
        assert_eq!(handle(&mut model, FilesCommand::Send), None);
    }
    assert_eq!(handle(&mut FilesModel::default(), FilesCommand::Send), None, "no file");
}

#[test]
fn a_capture_is_ended_before_it_is_saved() {
    let mut model = FilesModel::default();
    let capture = Some(FileEffect::Capture(END));
    assert_eq!(handle(&mut model, FilesCommand::Capture), capture);
    assert_eq!(handle(&mut model, FilesCommand::Capture), None);
    model.apply(FileNews::Capturing(CaptureState::Writing));
    assert_eq!(handle(&mut model, FilesCommand::Save), None);
    assert_eq!(handle(&mut model, FilesCommand::EndCapture), Some(FileEffect::EndCapture));
    model.apply(FileNews::Received { bytes: 7, at: Duration::ZERO });
    model.apply(FileNews::Capturing(CaptureState::Complete));
    assert!(handle(&mut model, FilesCommand::Save).is_some());
    assert_eq!(handle(&mut model, FilesCommand::Capture), capture);
    assert_eq!(model.captured.0, 0);
}
