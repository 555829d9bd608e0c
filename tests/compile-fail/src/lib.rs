//! What must not compile, and what the compiler says then: see `tests/`.
