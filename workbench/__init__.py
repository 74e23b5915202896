"""The Credit Workbench: from an applicant spreadsheet to a printed decision letter.

The rooms, and what each one knows:

money         amounts, day counts, schedules, true cost (APR, IRR), coverage ratios
credit        the nouns: facts, application, assessment, terms, decision, override, reasons
scoring       the bundled engine: strategy file -> compiled expressions -> assess(frame)
accounts      revolving and instalment accounts: statements, behaviour, limit actions
portfolio     many applications together: stability, overrides, fairness
spreadsheets  reading what people typed; answering in their own workbook; exports
storage       everything that is kept: tables, queries, journal, versions
letters       what a letter says, what it may not say, how it looks, the file
workflow      the day's work: intake, assess, decide, notify, monitor -- start reading here
ui            the windows
cli, app      the same day's work without a window; putting the parts together

Arrows point down only: cli, app, ui -> workflow -> {spreadsheets | storage | letters} ->
{accounts | portfolio} -> scoring -> credit -> money. errors, i18n, paths and settings may be
used by any room.
"""

__version__ = "0.1.0"
