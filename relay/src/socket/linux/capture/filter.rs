//! The packet filter: a program in the kernel (classic BPF) that lets through the TCP segments of
//! certain ports, and of each no more than its headers.

use std::collections::BTreeSet;

use libc::{
    BPF_ABS, BPF_ALU, BPF_AND, BPF_B, BPF_H, BPF_IND, BPF_JA, BPF_JEQ, BPF_JMP, BPF_JSET, BPF_K,
    BPF_LD, BPF_LDX, BPF_MEM, BPF_MSH, BPF_RET, BPF_RSH, BPF_ST, BPF_W,
};
use socket2::SockFilter;

use crate::socket::flow::Flow;

/// Bytes of a packet that are passed on: the longest IPv4 and TCP headers, and nothing of what
/// programs say to each other but a few bytes behind shorter ones.
pub(super) const SNAPSHOT: usize = 120;

/// Most flows of one filter; the kernel takes programs of 4096 instructions, and each flow has four.
pub(super) const MAX_FLOWS: usize = 1000;

/// `SKF_AD_*`: what the kernel knows of a packet beside its bytes.
mod ancillary {
    const OFFSET: u32 = libc::SKF_AD_OFF as u32;
    pub(super) const PROTOCOL: u32 = OFFSET.wrapping_add(libc::SKF_AD_PROTOCOL as u32);
    pub(super) const PACKET_TYPE: u32 = OFFSET.wrapping_add(libc::SKF_AD_PKTTYPE as u32);
    pub(super) const INTERFACE: u32 = OFFSET.wrapping_add(libc::SKF_AD_IFINDEX as u32);
}

/// Offsets in the IP headers, and the values compared there.
mod ip {
    pub(super) const V4: u32 = libc::ETH_P_IP as u32;
    pub(super) const V4_FRAGMENT: u32 = 6;
    pub(super) const V4_FRAGMENT_OFFSET_BITS: u32 = 0x1fff;
    pub(super) const V4_PROTOCOL: u32 = 9;
    pub(super) const V6: u32 = libc::ETH_P_IPV6 as u32;
    pub(super) const V6_NEXT_HEADER: u32 = 6;
    pub(super) const V6_BYTES: u32 = 40;
    pub(super) const TCP: u32 = libc::IPPROTO_TCP as u32;
}

/// The program for these flows. The packet begins with its IP header.
///
/// Loopback hands every packet to a listener twice, when it leaves and when it arrives; the leaving
/// one is dropped.
pub(super) fn program(flows: &BTreeSet<Flow>, loopback: u32) -> Vec<SockFilter> {
    let load_word = |at| op(BPF_LD | BPF_W | BPF_ABS, at);
    let load_half = |at| op(BPF_LD | BPF_H | BPF_ABS, at);
    let load_byte = |at| op(BPF_LD | BPF_B | BPF_ABS, at);
    let mut program = vec![
        load_word(ancillary::PACKET_TYPE),
        jump(BPF_JEQ, u32::from(libc::PACKET_OUTGOING), 0, 3),
        load_word(ancillary::INTERFACE),
        jump(BPF_JEQ, loopback, 0, 1),
        RET_NOTHING,
        load_word(ancillary::PROTOCOL),
    ];
    let v6 = [
        jump(BPF_JEQ, ip::V6, 1, 0),
        RET_NOTHING,
        load_byte(ip::V6_NEXT_HEADER),
        jump(BPF_JEQ, ip::TCP, 1, 0),
        RET_NOTHING,
        load_word(ip::V6_BYTES),
    ];
    let v4 = [
        load_byte(ip::V4_PROTOCOL),
        jump(BPF_JEQ, ip::TCP, 1, 0),
        RET_NOTHING,
        load_half(ip::V4_FRAGMENT),
        jump(BPF_JSET, ip::V4_FRAGMENT_OFFSET_BITS, 0, 1),
        RET_NOTHING,
        op(BPF_LDX | BPF_B | BPF_MSH, 0),
        op(BPF_LD | BPF_W | BPF_IND, 0),
        op(BPF_JMP | BPF_JA, length(&v6)),
    ];
    program.push(jump(BPF_JEQ, ip::V4, 0, v4.len() as u8));
    program.extend(v4);
    program.extend(v6);
    // Both ports are in the accumulator now, the source's in the upper half.
    program.push(op(BPF_ST, 0));
    let flows = || flows.iter().take(MAX_FLOWS);
    for flow in flows() {
        if let Flow::Between(one, other) = *flow {
            pass_if(&mut program, both(one, other));
            pass_if(&mut program, both(other, one));
        }
    }
    for half in [op(BPF_ALU | BPF_RSH | BPF_K, 16), op(BPF_ALU | BPF_AND | BPF_K, 0xffff)] {
        program.extend([op(BPF_LD | BPF_MEM, 0), half]);
        for flow in flows() {
            if let Flow::Port(port) = *flow {
                pass_if(&mut program, port.into());
            }
        }
    }
    program.push(RET_NOTHING);
    program
}

const RET_NOTHING: SockFilter = SockFilter::new((BPF_RET | BPF_K) as u16, 0, 0, 0);

fn op(code: u32, operand: u32) -> SockFilter {
    SockFilter::new(code as u16, 0, 0, operand)
}

fn jump(condition: u32, operand: u32, then: u8, otherwise: u8) -> SockFilter {
    SockFilter::new((BPF_JMP | condition | BPF_K) as u16, then, otherwise, operand)
}

fn pass_if(program: &mut Vec<SockFilter>, value: u32) {
    program.extend([jump(BPF_JEQ, value, 0, 1), op(BPF_RET | BPF_K, SNAPSHOT as u32)]);
}

fn both(source: u16, destination: u16) -> u32 {
    u32::from(source) << 16 | u32::from(destination)
}

fn length(block: &[SockFilter]) -> u32 {
    block.len() as u32
}
