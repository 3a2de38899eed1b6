"""The work of the benchmark group "languages" with client_python. See narthex.mjs for the task and the answer."""

import json
import os
import platform
import statistics
import sys
import time

# Else each counter would have a second series, which the others do not write in this format.
os.environ["PROMETHEUS_DISABLE_CREATED_SERIES"] = "True"

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

task = json.load(sys.stdin)
nanoseconds = time.process_time_ns if task["cpu"] else time.perf_counter_ns


def child_of(counter, i):
    return counter.labels(task["methods"][i % 5], f"/api/v1/resource/{i}", task["statuses"][(i >> 3) % 5])


def scrapes(registry, counter):
    """Returns the milliseconds of a scrape. Every tenth series is updated between two scrapes."""
    generate_latest(registry)
    took = []
    for n in range(task["scrapes"]):
        for i in range(n % 10, task["series"], 10):
            child_of(counter, i).inc()
        start = nanoseconds()
        generate_latest(registry)
        took.append((nanoseconds() - start) / 1e6)
    return statistics.median(took)


def each(run):
    """Returns the nanoseconds of one operation: the median of 50 batches of about 2 ms, after a tenth of a second."""
    count, took, begin = 1, 0, nanoseconds()
    while nanoseconds() - begin < 1e8 or took < 2e6:
        start = nanoseconds()
        run(count)
        took = nanoseconds() - start
        if took < 2e6:
            count *= 2
    batches = []
    for _ in range(50):
        start = nanoseconds()
        run(count)
        batches.append((nanoseconds() - start) / count)
    return statistics.median(batches)


def updates():
    counter = Counter("updated", "A counter.", ["method", "route"], registry=None)
    histogram = Histogram("observed", "A histogram.", ["method", "route"], registry=None, buckets=task["buckets"])
    child = counter.labels("GET", "/api/v1/resource/7")
    observed = histogram.labels("GET", "/api/v1/resource/7")
    latencies = task["latencies"]

    def inc(count):
        for _ in range(count):
            counter.labels("GET", "/api/v1/resource/7").inc()

    def child_inc(count):
        for _ in range(count):
            child.inc()

    def child_observe(count):
        for i in range(count):
            observed.observe(latencies[i & 4095])

    return {"inc": each(inc), "childInc": each(child_inc), "childObserve": each(child_observe)}


registry = CollectorRegistry()
counter = Counter("http_requests", "A metric of the benchmark.", ["method", "route", "status"], registry=registry)
for i in range(task["series"]):
    child_of(counter, i).inc(1 + (i * 7919) % 10 ** (1 + i % 6))

if task["isCheck"]:
    sys.stdout.buffer.write(generate_latest(registry))
else:
    figures = {"text": scrapes(registry, counter), **updates()}
    json.dump({"runtime": f"Python {platform.python_version()}", "figures": figures}, sys.stdout)
