"""Reads expositions with client_python: a JSON line and a body in, a JSON line of families or of an error out."""

import json
import struct
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as text
from prometheus_client.samples import Timestamp


def bits(value):
    return struct.pack(">d", float(value)).hex()


def milliseconds(timestamp):
    if timestamp is None:
        return None
    if isinstance(timestamp, Timestamp):
        return timestamp.sec * 1000 + timestamp.nsec / 1e6
    return timestamp * 1000


def exemplar(found):
    return found and [found.labels, bits(found.value), milliseconds(found.timestamp)]


def sample(found):
    return [found.name, found.labels, bits(found.value), milliseconds(found.timestamp), exemplar(found.exemplar)]


def family(found):
    samples = [sample(each) for each in found.samples]
    return {"name": found.name, "type": found.type, "help": found.documentation, "unit": found.unit, "samples": samples}


parsers = {"text": text, "openmetrics": openmetrics}

for header in iter(sys.stdin.buffer.readline, b""):
    request = json.loads(header)
    body = sys.stdin.buffer.read(request["length"])
    try:
        families = [family(each) for each in parsers[request["format"]](body.decode("utf-8"))]
        reply = json.dumps({"families": families}, allow_nan=False)
    except Exception as error:  # whatever the parser raises is its verdict
        reply = json.dumps({"error": f"{type(error).__name__}: {error}"})
    print(reply, flush=True)
