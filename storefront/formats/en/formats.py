"""Dates as English readers of every country understand them: the month is a word, the day stands first.

A date is one word to a line of text: the spaces in it do not break.
"""

DATE_FORMAT = "j\xa0F\xa0Y"
SHORT_DATE_FORMAT = "j\xa0M\xa0Y"
DATETIME_FORMAT = "j\xa0M\xa0Y, H:i"
SHORT_DATETIME_FORMAT = "j\xa0M\xa0Y, H:i"
YEAR_MONTH_FORMAT = "M\xa0Y"
MONTH_DAY_FORMAT = "j\xa0M"
TIME_FORMAT = "H:i"
# Typed: as in Vietnam, or as the browser's own field sends it. Never the month first: 05/06 is 5 June everywhere here.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
