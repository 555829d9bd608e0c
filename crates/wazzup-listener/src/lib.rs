//! A small hyper server for webhook services: limits, graceful shutdown, handlers that a hang-up does not cancel
