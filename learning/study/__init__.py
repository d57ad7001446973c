"""What a learner sees: home, course, lesson, practice, check, her own page, review."""

from learning.study.views import bp

__all__ = ["bp"]
