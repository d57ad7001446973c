"""The voice desk: sentences are read aloud into a phone, heard by a second speaker, played to learners."""
