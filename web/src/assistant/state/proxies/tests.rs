//! Tests of the proxies in the model.
