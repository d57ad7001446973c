"""The translators' desk: sentence by sentence on a phone, seen by two, live without a restart."""
