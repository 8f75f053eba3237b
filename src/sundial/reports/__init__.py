"""Reports: what tracked time adds up to, for people to look at, to export and to send."""
