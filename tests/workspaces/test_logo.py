"""GET, POST and DELETE /workspaces/{workspace_id}/logo, and the picture behind the address."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

from tests.cast import Cast
from tests.make import Answer, Person, World
from tests.workspaces.backstage import log

SITE = "http://sundial.test"
NO_LOGO = {"logo": f"{SITE}/images/workspace.png"}
NO_PICTURE = "The logo must be a PNG, JPEG, GIF or WebP picture."
TOO_MANY_PIXELS = "The logo must have at most 25000000 pixels."
FORM = "multipart/form-data; boundary=cut"
PICTURES = {
    "PNG": ("RGB", "RGBA", "P", "L", "LA", "1"),
    "JPEG": ("RGB", "L", "CMYK"),
    "GIF": ("P",),
    "WEBP": ("RGB", "RGBA"),
}
RED, BLUE = (255, 0, 0), (0, 0, 255)


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def announced(width: int, height: int) -> bytes:
    """The beginning of a PNG that says how large it is, and next to nothing behind that."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (header, data)
    )


def form(content: bytes, disposition: str = 'name="file"; filename="logo.png"', end: bytes = b"--\r\n") -> bytes:
    """A form with a text field and this part, as a browser sends it; its boundary is ``cut``."""
    return (
        b'--cut\r\nContent-Disposition: form-data; name="note"\r\n\r\nours\r\n'
        b"--cut\r\nContent-Disposition: form-data; " + disposition.encode("latin-1") + b"\r\n"
        b"Content-Type: image/png\r\n\r\n" + content + b"\r\n--cut" + end
    )


def upload(somebody: Person, cast: Cast, content: bytes, media_type: str = "image/png") -> Answer:
    return somebody.post(f"{cast.workspace}/logo", body=content, headers={"Content-Type": media_type})


def fetch(world: World, address: str) -> Answer:
    """Get a picture as a page does that shows it: without signing in."""
    return world.send("GET", address.replace(SITE, "/"))


def shown(world: World, answer: Answer) -> Image.Image:
    """The picture behind the address in an answer."""
    picture = fetch(world, answer.json["logo"])
    assert (answer.status, picture.status, picture.headers["content-type"]) == (200, 200, "image/png")
    return Image.open(io.BytesIO(picture.content))


def test_any_usual_picture_becomes_a_png(cast: Cast) -> None:
    for kind, modes in PICTURES.items():
        for mode in modes:
            answer = upload(cast.alice, cast, drawn(kind, mode=mode))

            picture = shown(cast.world, answer)
            assert (picture.format, picture.size) == ("PNG", (40, 20)), (kind, mode)
            assert picture.getpixel((3, 10)) != picture.getpixel((36, 10)), (kind, mode)
            assert cast.bob.get(f"{cast.workspace}/logo").json == answer.json
            assert cast.bob.get(cast.workspace).json["logo_url"] == answer.json["logo"]


def test_a_photo_stands_upright_and_tells_nothing_of_its_camera(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"

    answer = upload(cast.alice, cast, drawn("JPEG", exif=exif), "image/jpeg")

    picture = shown(cast.world, answer)
    assert picture.size == (20, 40)
    assert picture.getpixel((10, 3))[0] > 200  # pyright: ignore[reportOptionalSubscript, reportIndexIssue]
    assert not picture.getexif()
    assert b"Secret" not in fetch(cast.world, answer.json["logo"]).content


def test_a_large_picture_is_shrunk_and_stays_in_shape(cast: Cast) -> None:
    assert shown(cast.world, upload(cast.alice, cast, drawn(size=(2000, 1000)))).size == (512, 256)


def test_a_form_may_bring_it(cast: Cast) -> None:
    logo = upload(cast.alice, cast, drawn()).json
    for disposition in ('name="file"; filename="logo.png"', "name=logo; filename*=UTF-8''l%C3%B6go.png"):
        cast.alice.delete(f"{cast.workspace}/logo")

        answer = upload(cast.alice, cast, form(drawn(), disposition), 'multipart/form-data; boundary="cut"')

        assert (answer.status, answer.json) == (200, logo)


def test_a_form_without_a_picture_is_refused(cast: Cast) -> None:
    unreadable, empty = "The form cannot be read.", "The form must have a file in it."
    for media_type, body, sentence in (
        ("multipart/form-data", form(drawn()), unreadable),
        ("multipart/form-data; boundary=other", form(drawn()), unreadable),
        (FORM, form(drawn(), end=b""), unreadable),
        (FORM, form(drawn())[:-40], unreadable),
        (FORM, form(drawn(), 'name="f"; filename="l\xf6go"'), unreadable),
        (FORM, b"", unreadable),
        (FORM, form(drawn(), 'name="file"'), empty),
        (FORM, form(b"", 'name="file"; filename=""'), empty),
        (FORM, form(b"text"), NO_PICTURE),
    ):
        refused = upload(cast.alice, cast, body, media_type)
        assert (refused.status, refused.json) == (400, sentence), body


def test_what_is_no_picture_or_a_huge_one_is_refused(cast: Cast) -> None:
    kept = upload(cast.alice, cast, drawn()).json
    before = log(cast.world, cast.place)
    for content, sentence in (
        (b"", NO_PICTURE),
        (b"This is no picture.", NO_PICTURE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NO_PICTURE),
        (drawn("BMP"), NO_PICTURE),
        (drawn("TIFF"), NO_PICTURE),
        (drawn()[:60], NO_PICTURE),
        (drawn("JPEG")[:200], NO_PICTURE),
        (announced(40, 20), NO_PICTURE),
        (announced(5001, 5000), TOO_MANY_PIXELS),
        (announced(12_000, 12_000), TOO_MANY_PIXELS),
        (announced(100_000, 100_000), TOO_MANY_PIXELS),
    ):
        refused = upload(cast.alice, cast, content)
        assert (refused.status, refused.json) == (400, sentence), content

    assert cast.alice.get(f"{cast.workspace}/logo").json == kept
    assert log(cast.world, cast.place) == before


def test_an_upload_has_at_most_2_megabytes(cast: Cast) -> None:
    largest = 2 * 1024 * 1024
    padded = drawn() + b"\0" * (largest - len(drawn()))

    assert upload(cast.alice, cast, padded).status == 200
    refused = upload(cast.alice, cast, padded + b"\0")

    assert (refused.status, refused.json) == (413, "The body must not be larger than 2097152 bytes.")


def test_without_a_logo_there_is_a_picture_for_all(cast: Cast) -> None:
    assert cast.bob.get(f"{cast.workspace}/logo").json == NO_LOGO
    assert cast.bob.get(cast.workspace).json["logo_url"] == NO_LOGO["logo"]
    before = log(cast.world, cast.place)
    assert cast.alice.delete(f"{cast.workspace}/logo").json == NO_LOGO
    assert log(cast.world, cast.place) == before


def test_a_removed_or_replaced_logo_is_gone(cast: Cast) -> None:
    first = upload(cast.alice, cast, drawn()).json["logo"]
    second = upload(cast.alice, cast, drawn(size=(30, 30))).json["logo"]
    assert first != second
    assert (fetch(cast.world, first).status, fetch(cast.world, second).status) == (404, 200)

    removed = cast.alice.delete(f"{cast.workspace}/logo")

    assert (removed.status, removed.json) == (200, NO_LOGO)
    assert fetch(cast.world, second).status == 404
    assert cast.alice.get(cast.workspace).json["logo_url"] == NO_LOGO["logo"]


def test_a_picture_may_be_kept_but_not_run(cast: Cast) -> None:
    picture = fetch(cast.world, upload(cast.alice, cast, drawn()).json["logo"])

    assert picture.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert picture.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert picture.headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_picture_is_found_under_its_own_workspace_only(cast: Cast) -> None:
    address = upload(cast.alice, cast, drawn()).json["logo"]
    own, digest = f"/{cast.place.workspace_id}/", address.rpartition("/")[2]
    for elsewhere in (f"/{cast.elsewhere.workspace_id}/", "/9007199254740991/"):
        answer = fetch(cast.world, address.replace(own, elsewhere))
        assert (answer.status, answer.json) == (404, "Logo not found")
    for wrong in ("x.png", f"{'0' * 32}.png", "%FF.png", digest[1:]):
        assert fetch(cast.world, address.replace(digest, wrong)).status == 404
    for unreadable in (address.replace(own, "/nothing/"), address.replace(digest, "%00.png")):
        assert fetch(cast.world, unreadable).status == 400

    theirs = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/logo", body=drawn(size=(9, 9))).json["logo"]
    assert fetch(cast.world, theirs).content != fetch(cast.world, address).content


def test_admins_change_it_and_members_see_it(cast: Cast) -> None:
    path = f"{cast.workspace}/logo"
    refusal = (403, "User does not have access to this resource.")

    for refused in (
        upload(cast.bob, cast, drawn()),
        cast.bob.delete(path),
        upload(cast.charlie, cast, drawn()),
        cast.charlie.delete(path),
        cast.charlie.get(path),
    ):
        assert (refused.status, refused.json) == refusal
    assert cast.bob.get(path).json == NO_LOGO
    for method in ("GET", "POST", "DELETE"):
        nowhere = cast.alice.send(method, "/workspaces/nothing/logo", body=None if method == "GET" else b"")
        assert (nowhere.status, nowhere.json) == (400, "Workspace not found")


def test_one_change_is_logged_without_the_picture(cast: Cast) -> None:
    before = log(cast.world, cast.place)

    upload(cast.alice, cast, drawn())

    (logged,) = log(cast.world, cast.place)[len(before) :]
    assert (logged.kind, logged.action, logged.before["logo_digest"]) == ("workspace", "updated", None)
    assert len(logged.after["logo_digest"]) == 32
    assert "png" not in repr(logged)
