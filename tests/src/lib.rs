//! End-to-end tests, conformance tests and the examples of the documents.
