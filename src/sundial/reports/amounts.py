"""What time bills: exact while it is added up, rounded once where it is shown, and never across currencies."""

from collections.abc import Iterable

from sundial.core.rounding import exact_amount, shown_amount
from sundial.reports.schemas import Rate
from sundial.reports.sums import NO_RATE


def merged(rates: Iterable[Rate]) -> list[Rate]:
    """Each rate of each currency once, in order; time without a rate comes first."""
    found: dict[tuple[str, int], Rate] = {}
    for rate in rates:
        given = rate.hourly_rate_in_cents
        key = rate.currency, NO_RATE if given is None else given
        known = found.setdefault(key, rate)
        if known is not rate:
            found[key] = Rate(known.billable_seconds + rate.billable_seconds, given, rate.currency)
    return [found[key] for key in sorted(found)]


def billed(rates: Iterable[Rate]) -> int | None:
    """What billable time at these rates bills, as it is shown; None where currencies would have to be added up."""
    exact, currency = 0, None
    for rate in rates:
        hourly = rate.hourly_rate_in_cents
        if hourly is not None:
            if currency is None:
                currency = rate.currency
            elif currency != rate.currency:
                return None
            exact += exact_amount(rate.billable_seconds, hourly)
    return shown_amount(exact)


def exact_by_currency(rates: Iterable[Rate]) -> dict[str, int]:
    """What billable time at these rates bills, exactly, in each currency that anything is billed in."""
    exact: dict[str, int] = {}
    for rate in rates:
        if rate.hourly_rate_in_cents is not None:
            more = exact_amount(rate.billable_seconds, rate.hourly_rate_in_cents)
            exact[rate.currency] = exact.get(rate.currency, 0) + more
    return exact


def shown_by_currency(rates: Iterable[Rate]) -> dict[str, int]:
    """The same as it is shown, in hundredths, the currencies in order."""
    return {currency: shown_amount(exact) for currency, exact in sorted(exact_by_currency(rates).items())}


def shown_sum(exact: dict[str, int]) -> int | None:
    """Exact amounts as one that is shown; None where currencies would have to be added up."""
    return None if len(exact) > 1 else shown_amount(sum(exact.values()))
