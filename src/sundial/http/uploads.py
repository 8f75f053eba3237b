"""Uploaded files: the body itself, or the file in a form as browsers and `curl -F` send it."""

import io

import falcon
from falcon.media import MultipartFormHandler

from sundial.core.errors import Invalid
from sundial.http.operation import Upload

FORM = "multipart/form-data"

_forms = MultipartFormHandler()


def uploaded(content: bytes, media_type: str) -> Upload:
    """The file that a request brings: the first one of a form, otherwise the body.

    Raises Invalid when the form cannot be read or has no file in it.
    """
    if not media_type.lower().startswith(FORM):
        return Upload(content, media_type)
    try:
        form = _forms.deserialize(io.BytesIO(content), media_type, len(content))
        # All parts are read: a form that was cut off is noticed at its end only.
        files = [Upload(part.stream.read(), part.content_type) for part in form if part.filename]
    except (falcon.HTTPError, UnicodeDecodeError) as error:
        raise Invalid("The form cannot be read.") from error
    if not files:
        raise Invalid("The form must have a file in it.")
    return files[0]
