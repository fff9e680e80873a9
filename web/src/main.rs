//! The page's entry point. Everything else is in the library.

fn main() {
    lab_web::run();
}
