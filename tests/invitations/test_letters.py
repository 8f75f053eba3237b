"""Who is invited gets a letter, each time that the invitation is sent."""

from datetime import timedelta
from typing import Any

import pytest

from sundial.jobs.overview import jobs
from sundial.mail.queries import Mail
from tests.cast import Cast
from tests.conftest import SetClock
from tests.mail.box import letters, links
from tests.make import Answer
from tests.people.backstage import address, hire, invite, officers


def invited(cast: Cast, email: str) -> list[Mail]:
    return letters(cast.world, email, "invitation", cast.place.organization_id)


def test_the_letter_has_the_link_and_says_who_invites_to_what(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 11, 23, 12)
    emil = address("emil")

    answer = invite(cast.alice, cast.place, emil)

    (mail,) = invited(cast, emil)
    assert mail.subject == "Alice invites you to Acme"
    assert f"Alice ({cast.alice.email}) invites you to Acme" in mail.text_part
    assert links(mail) == [answer.json["data"][0]["invite_url"]]
    assert "until 23 December 2026" in mail.text_part
    assert f"entered your address, {emil}, at http://sundial.test." in mail.text_part
    assert mail.sensitive
    assert mail.expires_at == clock() + timedelta(days=30)


def test_each_address_gets_a_letter(cast: Cast) -> None:
    emil, fay = address("emil"), address("fay")

    invite(cast.alice, cast.place, emil, fay)

    assert [len(invited(cast, email)) for email in (emil, fay)] == [1, 1]


def test_no_letter_is_written_when_that_is_wished(cast: Cast) -> None:
    emil = address("emil")
    body: dict[str, Any] = {"emails": [emil], "workspaces": [{"workspace_id": cast.place.workspace_id}]}

    answer = cast.alice.post(f"{cast.organization}/invitations", {**body, "skip_email": True})

    assert answer.status == 200
    assert invited(cast, emil) == []


def test_a_request_that_is_refused_writes_nothing(cast: Cast) -> None:
    emil = address("emil")

    answer = invite(cast.alice, cast.place, emil, "nonsense")

    assert answer.status == 400
    assert invited(cast, emil) == []


def test_who_joins_at_once_gets_no_letter(cast: Cast) -> None:
    fay = hire(cast, "Fay", role=None)

    answer = invite(cast.alice, cast.place, fay.email)

    assert answer.json["messages"] != []
    assert invited(cast, fay.email) == []


def test_who_has_an_account_elsewhere_gets_a_letter(cast: Cast) -> None:
    answer = invite(cast.alice, cast.place, cast.charlie.email)

    (mail,) = invited(cast, cast.charlie.email)
    assert links(mail) == [answer.json["data"][0]["invite_url"]]


def resend(cast: Cast, made: Answer) -> Answer:
    return cast.alice.put(f"{cast.organization}/invitations/{made.json['data'][0]['invitation_id']}/resend")


def test_sending_again_writes_again(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 11, 23, 12)
    emil = address("emil")
    made = invite(cast.alice, cast.place, emil)

    clock.forward(days=3)
    assert resend(cast, made).status == 200
    clock.forward(days=3)
    invite(cast.alice, cast.place, emil)

    found = invited(cast, emil)
    assert links(found[2]) == [made.json["data"][0]["invite_url"]]
    assert [mail.expires_at for mail in found] == [mail.created_at + timedelta(days=30) for mail in found]
    # There was no mail server: one letter is enough for when there is one.
    assert [mail.state for mail in found] == ["discarded", "discarded", "queued"]


@pytest.mark.parametrize("answered", ["accept", "reject", "remove"])
def test_a_letter_that_still_waits_when_the_invitation_is_answered_is_not_sent(cast: Cast, answered: str) -> None:
    emil, fay = address("emil"), address("fay")
    made, _ = invite(cast.alice, cast.place, emil), invite(cast.alice, cast.place, fay)
    code = made.json["invitations"][0]["code"]

    if answered == "remove":
        answer = cast.alice.delete(f"{cast.organization}/users/{officers(cast.alice, cast.place)['emil']['id']}")
    else:
        body = {"fullname": "Emil", "password": "nanoseconds"} if answered == "accept" else None
        answer = cast.world.send("POST", f"/organizations/invitations/{code}/{answered}", json=body)
    assert answer.status == 200, answer

    assert [(mail.state, mail.text_part) for mail in invited(cast, emil)] == [("discarded", "")]
    assert [mail.state for mail in invited(cast, fay)] == ["queued"]
    assert not {mail.id for mail in invited(cast, emil)} & {
        job.id for job in jobs(cast.world.server.database.read(), "mail", False, 1000)
    }


def test_a_resend_that_is_refused_writes_nothing(cast: Cast) -> None:
    emil = address("emil")
    made = invite(cast.alice, cast.place, emil)
    path = f"{cast.organization}/invitations/{made.json['data'][0]['invitation_id']}/resend"

    assert cast.bob.put(path).status == 403

    assert len(invited(cast, emil)) == 1


def test_names_are_text_and_never_markup(cast: Cast) -> None:
    emil = address("emil")
    cast.alice.put("/me", {"fullname": "<b>Al</b> & Ice"})

    invite(cast.alice, cast.place, emil)

    (mail,) = invited(cast, emil)
    assert "<b>Al</b> & Ice" in mail.text_part
    assert "<b>Al" not in mail.html_part
    assert "&lt;b&gt;Al&lt;/b&gt; &amp; Ice" in mail.html_part


def test_a_name_of_several_lines_is_one_line_and_turns_nothing_around(cast: Cast) -> None:
    emil = address("emil")
    name = "Acme\nBcc: everybody@example.com\u202e"
    assert cast.alice.put(f"/organizations/{cast.place.organization_id}", {"name": name}).status == 200

    invite(cast.alice, cast.place, emil)

    (mail,) = invited(cast, emil)
    assert mail.subject == "Alice invites you to Acme Bcc: everybody@example.com"
    assert mail.text_part.startswith(f"Alice ({cast.alice.email}) invites you to Acme Bcc: everybody@example.com, to")
    assert "\u202e" not in mail.text_part + mail.html_part
