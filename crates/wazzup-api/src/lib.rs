//! Client of the Wazzup API: every public and tech route, one file per resource
