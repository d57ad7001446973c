"""What the pages of long work show."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from learning.jobs import rules
from learning.jobs.kinds import Kind, kind_of
from learning.jobs.queries import JobFacts, PartFacts


@dataclass(frozen=True, slots=True)
class JobPage:
    """One job: how far it is, and the files that are ready. `version` changes when anything shown does."""

    job: JobFacts
    kind: Kind
    parts: Sequence[PartFacts]

    @property
    def is_going(self) -> bool:
        return self.job.state == "open"

    @property
    def percent(self) -> int:
        return rules.percent(self.job.done, self.job.total)

    @property
    def done(self) -> str:
        return self.kind.counted(self.job.done)

    @property
    def total(self) -> str:
        return self.kind.counted(self.job.total)

    @property
    def left(self) -> str:
        return self.kind.counted(max(0, self.job.total - self.job.done))

    @property
    def has_files(self) -> bool:
        return any(part.has_file for part in self.parts)

    @property
    def hours_kept(self) -> int:
        return int(rules.FILES_KEPT.total_seconds() // 3600)

    @property
    def version(self) -> str:
        told = (self.job.state, self.job.done, [(one.number, one.has_file) for one in self.parts])
        return blake2b(repr(told).encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class JobsPage:
    """What somebody asked for, the latest first."""

    jobs: Sequence[JobPage]


def listed(jobs: Sequence[JobFacts]) -> JobsPage:
    return JobsPage([JobPage(job, kind_of(job.kind), ()) for job in jobs])
