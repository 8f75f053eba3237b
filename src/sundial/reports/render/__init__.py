"""Render: a report becomes a CSV, an XLSX or a PDF file. It knows neither the database nor HTTP.

A report hands over a `Sheet` (`sheets.py`) and the file to write.
"""
