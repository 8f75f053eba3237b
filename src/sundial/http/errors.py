"""Errors as answers: the only place that knows status numbers (`decisions.md, Errors`)."""

from sundial.core import errors

STATUS: dict[type[errors.Error], int] = {
    errors.Invalid: 400,
    errors.Unauthenticated: 401,
    errors.PaymentRequired: 402,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.MethodNotAllowed: 405,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.TooManyRequests: 429,
    errors.Unavailable: 503,
}

BUG = "We're sorry, but something went terribly wrong. We have been notified about the error. Please try again later."


def status_of(error: errors.Error) -> int:
    """The status number of an error."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))
