//! Provider-neutral HTTP client stack of tower layers: rate limit, retry, cooldown, timeouts, tracing, TLS
