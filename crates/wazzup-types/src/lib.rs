//! Models, ids, enums, limits and webhook parsing of the Wazzup API, without I/O
