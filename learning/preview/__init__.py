"""The author's preview: modules as learners will see them while they are written, on the author's machine.

An app of its own, which no serving process has: the factory stands below this room
and cannot know it (import-linter holds that).
"""
