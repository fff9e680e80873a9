//! Tests of the host over a scripted kernel.
