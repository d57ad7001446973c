"""What two servers agree on, and what they leave to a person."""

from learning.peers.rules import Profile, common_version, settle

BASE: Profile = {"display_name": "Lò Thị Mai", "year_of_birth": 1961}


def test_the_newest_protocol_that_both_speak() -> None:
    assert common_version({1, 2}, {2, 3}) == 2
    assert common_version({1}, {2}) is None


def test_a_change_on_one_side_is_taken_whichever_side_it_was() -> None:
    changed: Profile = {**BASE, "year_of_birth": 1962}
    for ours, theirs in ((changed, BASE), (BASE, changed), (changed, changed)):
        settled = settle(BASE, ours, theirs)
        assert (settled.profile, settled.conflicts) == (changed, ())


def test_changes_of_different_fields_add_up() -> None:
    settled = settle(BASE, {**BASE, "display_name": "Lò Mai"}, {**BASE, "year_of_birth": 1962})
    assert settled.profile == {"display_name": "Lò Mai", "year_of_birth": 1962}
    assert settled.conflicts == ()


def test_two_names_for_one_person_are_left_to_a_person() -> None:
    settled = settle(BASE, {**BASE, "display_name": "Lò Mai"}, {**BASE, "display_name": "Lò Thị Mại"})
    assert settled.conflicts == ("display_name",)
    assert settled.profile["display_name"] == "Lò Mai"
