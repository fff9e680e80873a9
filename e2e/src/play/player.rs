//! Plays a play on a stage, with real `nc`.

use std::collections::HashMap;

use anyhow::{Context as _, Result, bail, ensure};
use lab_shared::text::Encoding;

use super::{Half, Play, Stage, What, pattern};
use crate::{Peer, network};

/// Plays it in the test's own network. Afterwards the stage can play another.
///
/// # Errors
/// At the first event that does not happen, named with its place in the play.
pub async fn play(play: &Play, stage: &mut impl Stage) -> Result<()> {
    if play.time_wait {
        network::keep_time_wait()?;
    }
    let mut peers = HashMap::new();
    for (number, event) in play.events.iter().enumerate() {
        let encoding = event.encoding.unwrap_or(play.encoding);
        let done = match &event.what {
            What::Start(half) => {
                let file = event.file.as_deref().context("`start` names no file")?;
                stage.start(*half, file).await
            }
            What::UntilPrints(half, text) => stage.until_prints(*half, text).await,
            What::UntilBlocks(half, call) => stage.until_blocks(*half, call).await,
            What::Type(half, line) => stage.type_line(*half, line).await,
            What::Eof(half) => stage.end_of_input(*half).await,
            What::Interrupt(half) => stage.interrupt(*half).await,
            What::Stops(half) => stage.stop(*half).await,
            What::Ends(half) => stage.ends(*half).await,
            What::Loses(kind) => stage.lose(kind).await,
            What::Cuts(cut) => stage.cut(*cut).await,
            What::Restarts(host) => stage.restart(host).await,
            What::Proves(choice) => stage.proves(&[*choice]).await,
            What::ProvesOneOf(choices) => stage.proves(choices).await,
            peer => converse(peer, encoding, &mut peers).await,
        };
        done.with_context(|| {
            format!("{}: {:?}: event {}, {:?}", play.lesson, play.title, number + 1, event.what)
        })?;
    }
    for (half, lines) in &play.expected {
        let output = stage.output(*half).await?;
        compare(*half, lines, &output)
            .with_context(|| format!("{}: {:?}", play.lesson, play.title))?;
    }
    Ok(())
}

async fn converse(
    event: &What,
    encoding: Encoding,
    peers: &mut HashMap<String, Peer>,
) -> Result<()> {
    match event {
        What::Nc { id, port } => {
            peers.insert(id.clone(), Peer::nc_connect(*port).await?);
        }
        What::NcListens { id, port } => {
            peers.insert(id.clone(), Peer::nc_listen_on(*port).await?);
        }
        What::NcSends(id, text) => known(peers, id)?.send(&encoding.encode(text)?).await?,
        What::NcReceives(id, text) => {
            // The text before it, such as a time, differs from run to run.
            let wanted = encoding.encode(text)?;
            let mut read = Vec::new();
            let peer = known(peers, id)?;
            while !read.ends_with(&wanted) {
                let byte = peer.byte().await.with_context(|| {
                    format!("nc received {:?} only", String::from_utf8_lossy(&read))
                })?;
                read.push(byte);
            }
        }
        What::NcCloses(id) => taken(peers, id)?.hang_up().await?,
        What::NcEnds(id) => taken(peers, id)?.wait().await?,
        _ => bail!("not an event of nc"),
    }
    Ok(())
}

fn known<'a>(peers: &'a mut HashMap<String, Peer>, id: &str) -> Result<&'a mut Peer> {
    peers.get_mut(id).with_context(|| format!("there is no nc {id:?}"))
}

fn taken(peers: &mut HashMap<String, Peer>, id: &str) -> Result<Peer> {
    peers.remove(id).with_context(|| format!("there is no nc {id:?}"))
}

/// Whether the output has these lines.
fn compare(half: Half, expected: &[String], output: &str) -> Result<()> {
    let lines: Vec<&str> = output.lines().collect();
    let same = lines.len() == expected.len()
        && lines.iter().zip(expected).all(|(line, pattern)| pattern::is_line(pattern, line));
    ensure!(
        same,
        "the {} printed\n{output}\nand should have printed\n{}",
        half.name(),
        expected.join("\n")
    );
    Ok(())
}
