"""What gunicorn is told beside its command line: read by itself from the folder it is started in."""

from gunicorn.http import message

# As sent: ten kilobytes of Vietnamese are thirty in an address. gunicorn knows nothing between 8 KB and no end at
# all, and what is longer gets an answer of its own that no shopper understands.
LONGEST_ADDRESS = 64 * 1024

message.MAX_REQUEST_LINE = LONGEST_ADDRESS
limit_request_line = LONGEST_ADDRESS
