//! The partner API on `tech.wazzup24.com`, its first generation: accounts, channels, settings.
//!
//! It is not documented publicly; the models follow the Python package 0.1.8.
