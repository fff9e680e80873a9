//! Whose network a page has, and what it does not reach.

mod denial;
