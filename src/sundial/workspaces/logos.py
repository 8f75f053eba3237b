"""A workspace's logo: any picture comes in, a small clean PNG is kept."""

import hashlib
import io
from datetime import datetime

import msgspec
from PIL import ExifTags, Image, UnidentifiedImageError
from sqlalchemy import delete

from sundial.access.askers import Membership
from sundial.access.queries import DIRECTORY
from sundial.core.errors import Invalid, NotFound
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Read, Write
from sundial.workspaces.actions import save
from sundial.workspaces.queries import FOR_UPDATE, LOGO
from sundial.workspaces.tables import workspace_logo

LARGEST_UPLOAD = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000
SIDE = 512
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
TOO_MANY_PIXELS = f"The logo must have at most {MOST_PIXELS} pixels."
# How a photo is turned upright that its camera kept as the sensor lay, by the EXIF orientation.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

ADD = insertion(workspace_logo)
REMOVE = Command(
    delete(workspace_logo).where(
        workspace_logo.c.organization_id == scoped("organization_id"),
        workspace_logo.c.workspace_id == scoped("workspace_id"),
    )
)


def set_logo(tx: Write, asker: Membership, content: bytes, now: datetime) -> str:
    """Keep a picture as the workspace's logo and give its digest. Raises Invalid when it is no picture."""
    png = redrawn(content)
    digest = hashlib.sha256(png).hexdigest()[:32]
    present = tx.one(FOR_UPDATE, asker.scope)
    tx.run(REMOVE, asker.scope)
    tx.run(ADD, asker.scope, workspace_id=asker.workspace_id, digest=digest, png=png)
    save(tx, asker, present, msgspec.structs.replace(present, logo_digest=digest, at=now), now)
    return digest


def remove_logo(tx: Write, asker: Membership, now: datetime) -> None:
    """Remove the workspace's logo; nothing happens when it has none."""
    present = tx.one(FOR_UPDATE, asker.scope)
    if present.logo_digest is None:
        return
    tx.run(REMOVE, asker.scope)
    save(tx, asker, present, msgspec.structs.replace(present, logo_digest=None, at=now), now)


def picture(tx: Read, workspace_id: int, digest: str) -> bytes:
    """The PNG of a logo by its address. Raises NotFound."""
    found = tx.find(DIRECTORY, workspace_id=workspace_id)
    if found is None:
        raise NotFound("Logo not found")
    return tx.one(LOGO, Scope(organization_id=found.organization_id, workspace_id=workspace_id), digest=digest).png


def redrawn(content: bytes) -> bytes:
    """The picture drawn anew as a PNG of at most 512 by 512, without anything else that the file carried.

    Raises Invalid when it is no picture, or one that would take absurdly much memory.
    """
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise Invalid(TOO_MANY_PIXELS)
        turn = TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
        # Shrunk before anything else where that looks right, so that a large photo is never unpacked whole.
        drawn = image if image.mode in ("RGB", "RGBA") else image.convert("RGBA")
        drawn.thumbnail((SIDE, SIDE))
        drawn = drawn.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Invalid("The logo must be a PNG, JPEG, GIF or WebP picture.") from error
    if turn is not None:
        drawn = drawn.transpose(turn)
    out = io.BytesIO()
    Image.frombytes("RGBA", drawn.size, drawn.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()
