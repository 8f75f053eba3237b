"""Alerts as clients make, change and read them."""

from typing import Any

from sundial.access.permissions import Role
from tests.alerts.stage import Stage
from tests.people.backstage import NO_ACCESS, hire, log, member_path


def test_an_alert_has_all_documented_fields(stage: Stage) -> None:
    client = stage.make("clients", name="Initech")["id"]
    stage.change(client_id=client, billable=True, fixed_fee=500)

    answer = stage.post(100, 80, receiver_roles=["user", "admin"], receiver_users=[stage.cast.bob.id])

    assert answer.status == 200
    assert answer.json == {
        "billable": True,
        "client_id": client,
        "client_name": "Initech",
        "errors": [],
        "estimatedHours": 10,
        "id": answer.json["id"],
        "isFixedFee": True,
        "isPrivate": False,
        "object_type": 1,
        "project_color": answer.json["project_color"],
        "project_id": stage.project_id,
        "project_name": "Atlas",
        "receiver_groups": [],
        "receiver_roles": ["admin", "user"],
        "receiver_users": [stage.cast.bob.id],
        "receiver_users_name": ["Bob"],
        "receivers": 2,
        "source_kind": "project",
        "threshold": 80,
        "threshold_type": "percentage",
        "thresholds": [80, 100],
        "wid": stage.cast.place.workspace_id,
    }
    assert answer.json["project_color"].startswith("#")
    assert stage.cast.alice.get(stage.alerts).json == [answer.json]


def test_an_alert_for_a_workspace_has_no_project(stage: Stage) -> None:
    answer = stage.post(10, source_kind="workspace", project_id=None, threshold_type="hours")

    assert answer.status == 200
    of_project = ("billable", "client_id", "client_name", "estimatedHours", "isFixedFee", "isPrivate")
    assert {answer.json[name] for name in (*of_project, "project_color", "project_id", "project_name")} == {None}
    assert (answer.json["object_type"], answer.json["errors"]) == (2, [])


def test_an_estimate_is_shown_in_whole_hours(stage: Stage) -> None:
    tasks = stage.project(name="Borealis", auto_estimates=True)
    stage.make(f"projects/{tasks}/tasks", name="Design", estimated_seconds=3 * 3600 + 1800)

    assert stage.post(80, project_id=tasks).json["estimatedHours"] == 3
    assert stage.post(80, project_id=stage.project(name="Corona")).json["estimatedHours"] is None


def test_what_keeps_an_alert_from_telling_is_told(stage: Stage) -> None:
    plain = stage.project(name="Borealis")

    share, hours = stage.post(80, project_id=plain).json, stage.post(80, project_id=plain, threshold_type="hours").json
    stage.change(plain, active=False)

    assert [one["code"] for one in share["errors"]] == ["no_estimate"]
    assert share["errors"][0]["message"] == "The project has no estimate and no fixed fee."
    assert hours["errors"] == []
    listed = stage.cast.alice.get(stage.alerts).json
    assert [[one["code"] for one in alert["errors"]] for alert in listed] == [
        ["project_archived", "no_estimate"],
        ["project_archived"],
    ]


def test_a_change_is_partial(stage: Stage) -> None:
    alert = stage.alert(80, receiver_roles=["admin"])
    before = stage.cast.alice.get(stage.alerts).json[0]

    changed = stage.put(alert, thresholds=[90])

    assert changed.json == {**before, "thresholds": [90], "threshold": 90}
    assert stage.put(alert, receiver_users=None).json["receiver_users"] == []
    alone = stage.put(alert, receiver_roles=None)
    assert (alone.status, alone.json) == (400, "receivers can't be blank")
    assert stage.put(alert, receiver_roles=None, receiver_users=[stage.cast.bob.id]).json["receiver_roles"] == []


def test_an_alert_can_become_one_for_the_workspace_and_back(stage: Stage) -> None:
    alert = stage.alert(80)

    whole = stage.put(alert, source_kind="workspace")

    assert (whole.status, whole.json["project_id"], whole.json["object_type"]) == (200, None, 2)
    refused = stage.put(alert, source_kind="project")
    assert (refused.status, refused.json) == (400, "project can't be blank")
    back = stage.put(alert, source_kind="project", project_id=stage.project_id)
    assert (back.status, back.json["project_name"]) == (200, "Atlas")


def test_an_alert_of_a_deleted_project_can_still_be_changed(stage: Stage) -> None:
    alert, second = stage.alert(80), stage.project(name="Borealis")
    stage.cast.alice.delete(f"{stage.workspace}/projects/{stage.project_id}")

    assert stage.put(alert, thresholds=[90]).status == 200
    assert stage.put(alert, project_id=second).json["project_name"] == "Borealis"
    gone = stage.put(alert, project_id=stage.project_id)
    assert (gone.status, gone.json) == (400, "project can't be blank")


def test_who_is_removed_from_the_workspace_is_no_longer_named(stage: Stage) -> None:
    bob = stage.cast.bob
    alert = stage.alert(80, receiver_users=[stage.cast.alice.id, bob.id])
    assert stage.cast.alice.delete(member_path(stage.cast, bob)).status == 200

    (listed,) = stage.cast.alice.get(stage.alerts).json

    assert (listed["receiver_users"], listed["receivers"]) == ([stage.cast.alice.id], 1)
    assert stage.put(alert, **{name: listed[name] for name in ("receiver_users", "thresholds")}).status == 200
    again = stage.put(alert, receiver_users=[bob.id])
    assert (again.status, again.json) == (400, f"User {bob.id} not exists in the workspace.")


def test_admins_and_project_leads_manage_alerts(stage: Stage) -> None:
    lead, reader = hire(stage.cast, "Lead", Role.PROJECTLEAD), hire(stage.cast, "Reader", Role.TEAMLEAD)
    alert = stage.alert(80)

    for refused in (reader, stage.cast.bob, stage.cast.charlie):
        tries: list[tuple[str, str, Any]] = [
            ("GET", "", None),
            ("POST", "", stage.body(80)),
            ("PUT", f"/{alert}", {}),
            ("DELETE", f"/{alert}", None),
            ("GET", f"/{alert}/deliveries", None),
            ("POST", "/preview", stage.body(80)),
            ("POST", f"/{alert}/preview", None),
        ]
        for method, path, body in tries:
            answer = refused.send(method, f"{stage.alerts}{path}", json=body)
            assert (answer.status, answer.json) == (403, NO_ACCESS)
    assert stage.post(90, by=lead).status == 200
    assert lead.put(f"{stage.alerts}/{alert}", {"thresholds": [70]}).status == 200
    assert len(lead.get(stage.alerts).json) == 2
    assert lead.delete(f"{stage.alerts}/{alert}").status == 200


def test_amounts_are_only_for_who_may_see_rates(stage: Stage) -> None:
    lead = hire(stage.cast, "Lead", Role.PROJECTLEAD)
    stage.cast.alice.put(f"{stage.workspace}/users/{lead.id}", {"view_edit_billable_rates": False})
    shares = stage.alert(80)

    for answer in (
        stage.post(80, by=lead, threshold_type="amount"),
        lead.put(f"{stage.alerts}/{shares}", {"threshold_type": "amount"}),
        lead.post(f"{stage.alerts}/preview", stage.body(80, threshold_type="amount")),
    ):
        assert (answer.status, answer.json) == (403, "User cannot access billable rate(s).")
    assert stage.post(80, by=lead).status == 200


def test_alerts_come_in_pages_when_a_page_is_asked_for(stage: Stage) -> None:
    alerts = [stage.alert(number) for number in (10, 20, 30)]

    def ids(query: str) -> list[int]:
        return [one["id"] for one in stage.cast.alice.get(f"{stage.alerts}{query}").json]

    assert sorted(ids("")) == sorted(alerts)
    assert ids("?per_page=2") + ids("?per_page=2&page=2") == ids("")


def test_every_change_is_logged_and_none_can_be_taken_back(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.put(alert, thresholds=[90], receiver_users=[stage.cast.bob.id])
    stage.cast.alice.delete(f"{stage.alerts}/{alert}")

    logged = [one for one in log(stage.cast.world, stage.cast.place.organization_id) if one.kind == "alert"]

    assert [(one.action, one.entity_id) for one in logged] == [
        ("created", alert),
        ("updated", alert),
        ("deleted", alert),
    ]
    assert logged[0].before is None
    assert [(one.after["thresholds"], one.after["receiver_users"]) for one in logged] == [
        ([80], [stage.cast.alice.id]),
        ([90], [stage.cast.bob.id]),
        ([90], [stage.cast.bob.id]),
    ]
    assert logged[1].before == logged[0].after
    number = stage.last_change()
    answer = stage.cast.alice.post(f"{stage.workspace}/changes/{number}/revert")
    assert (answer.status, answer.json) == (400, "A change of this kind cannot be taken back.")
