"""What people read: plain words, amounts only for who may see rates, nothing of ours broken by names."""

from datetime import timedelta

from sundial.access.permissions import Role
from tests.alerts.stage import Stage, Written
from tests.conftest import SetClock
from tests.people.backstage import hire


def the_letter(stage: Stage) -> Written:
    """What was written now."""
    assert len(stage.look()) == 1
    return stage.written()[-1]


def test_a_letter_about_an_estimate(stage: Stage, clock: SetClock) -> None:
    stage.change(client_id=stage.make("clients", name="Initech")["id"])
    stage.alert(50, 80, 100)

    stage.track(8.255)

    letter = the_letter(stage)
    assert letter.text_part == (
        "Atlas has reached 80 % of its 10 estimated hours.\n"
        "\n"
        "Project: Atlas (Initech)\n"
        "Workspace: Main\n"
        "Tracked: 8.25 hours\n"
        "Estimated: 10 hours\n"
        "Reached: 82 %\n"
        "Alert at: 50 %, 80 % and 100 %\n"
        "Crossed at once: 50 % and 80 %\n"
        "\n"
        "--\n"
        "You get this because an alert in the workspace Main names you.\n"
        "http://sundial.test\n"
    )
    assert letter.expires_at == clock() + timedelta(days=7)
    for said in ("Atlas has reached 80 %", "Initech", "8.25 hours", "names you"):
        assert said in letter.html_part


def test_why_somebody_gets_it(stage: Stage) -> None:
    body = {"project_id": stage.project_id, "user_id": hire(stage.cast, "Dora").id, "manager": True}
    stage.make("project_users", **body)
    stage.alert_of_all(80, receiver_roles=["admin", "project_manager"], receiver_users=[stage.cast.bob.id])

    stage.track(8)
    stage.look()

    said = {one.user_id: one.text_part for one in stage.written()}
    assert "because an alert in the workspace Main names you" in said[stage.cast.bob.id]
    assert "because an alert in the workspace Main is for admins" in said[stage.cast.alice.id]
    assert "because an alert in the workspace Main is for managers of the project" in said[body["user_id"]]
    assert "Alert at: 80 %, of each project" in said[stage.cast.alice.id]


def test_a_letter_about_a_fee(stage: Stage) -> None:
    stage.rate(100)
    stage.change(fixed_fee=12000.5, currency="EUR")
    stage.alert(10)

    stage.track(12.345, billable=True)

    letter = the_letter(stage)
    assert letter.subject == "Atlas has reached 10 % of its fixed fee of 12,000.50 EUR"
    assert "Billable amount: 1,234.50 EUR\nFixed fee: 12,000.50 EUR\nReached: 10 %\n" in letter.text_part


def test_who_may_not_see_rates_reads_the_percentage_alone(stage: Stage) -> None:
    lead = hire(stage.cast, "Lead", Role.PROJECTLEAD)
    stage.cast.alice.put(f"{stage.workspace}/users/{lead.id}", {"view_edit_billable_rates": False})
    dora = hire(stage.cast, "Dora")
    stage.make("project_users", project_id=stage.project_id, user_id=dora.id, manager=True)
    stage.rate(100)
    stage.change(fixed_fee=777)
    people = [stage.cast.alice.id, stage.cast.bob.id, lead.id, dora.id]
    stage.alert(80, receiver_users=people)
    stage.alert(543, threshold_type="amount", receiver_users=people)

    stage.track(7, billable=True)
    assert len(stage.look()) == 8

    for letter in stage.written():
        said = f"{letter.subject} {letter.text_part} {letter.html_part}"
        told = [number for number in ("777", "700", "543") if number in said]
        sees = letter.user_id in (stage.cast.alice.id, dora.id)
        assert bool(told) is sees, letter
        assert ("90 %" in said) is ("fixed fee" in said)
    subjects = {one.subject for one in stage.written() if one.user_id == lead.id}
    assert subjects == {"Atlas has reached 80 % of its fixed fee", "Atlas has reached the amount of an alert"}


def test_names_are_only_text(stage: Stage) -> None:
    stage.change(name="Fix <b>&</b>\r\nBcc: everybody@example.com", estimated_hours=1)
    stage.alert(80)

    stage.track(1)

    letter = the_letter(stage)
    assert letter.subject == "Fix <b>&</b> Bcc: everybody@example.com has reached 80 % of its 1 estimated hour"
    assert letter.text_part.startswith(letter.subject)
    assert "Fix &lt;b&gt;&amp;&lt;/b&gt; Bcc" in letter.html_part
    assert "<b>" not in letter.html_part


def test_a_subject_says_what_was_reached_however_long_the_name_is(stage: Stage) -> None:
    stage.change(name="Engine " * 36)
    stage.alert(80)

    stage.track(8)

    letter = the_letter(stage)
    assert letter.subject.endswith("… has reached 80 % of its 10 estimated hours")
    assert letter.text_part.startswith(f"{'Engine ' * 36}has reached 80 %")
