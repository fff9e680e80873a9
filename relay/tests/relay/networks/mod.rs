//! Networks of a page's own: real stacks of the kernel's, joined by the relay's cables.

mod changing;
mod meeting;
mod names;
mod watching;
