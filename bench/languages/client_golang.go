// The work of the benchmark group "languages" with client_golang. See narthex.mjs for the task and the answer.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
)

type task struct {
	Series    int
	Scrapes   int
	IsCheck   bool
	CPU       bool
	Buckets   []float64
	Latencies []float64
	Methods   []string
	Statuses  []string
}

var given task

func main() {
	must(json.NewDecoder(os.Stdin).Decode(&given))
	registry := prometheus.NewRegistry()
	counter := prometheus.NewCounterVec(
		prometheus.CounterOpts{Name: "http_requests_total", Help: "A metric of the benchmark."},
		[]string{"method", "route", "status"},
	)
	registry.MustRegister(counter)
	for i := 0; i < given.Series; i++ {
		count := 1 + (i*7919)%[]int{10, 100, 1000, 10000, 100000, 1000000}[i%6]
		with(counter, i).Add(float64(count))
	}
	if given.IsCheck {
		os.Stdout.Write(scrape(registry, expfmt.FmtText))
		return
	}
	figures := map[string]float64{
		"text":     scrapes(registry, counter, expfmt.FmtText),
		"protobuf": scrapes(registry, counter, expfmt.FmtProtoDelim),
	}
	updates(figures)
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{"runtime": runtime.Version(), "figures": figures}))
}

func with(counter *prometheus.CounterVec, i int) prometheus.Counter {
	route := "/api/v1/resource/" + strconv.Itoa(i)
	return counter.WithLabelValues(given.Methods[i%5], route, given.Statuses[(i>>3)%5])
}

func scrape(registry *prometheus.Registry, format expfmt.Format) []byte {
	families, err := registry.Gather()
	must(err)
	var body bytes.Buffer
	encoder := expfmt.NewEncoder(&body, format)
	for _, family := range families {
		must(encoder.Encode(family))
	}
	return body.Bytes()
}

// scrapes returns the milliseconds of a scrape. Every tenth series is updated between two scrapes.
func scrapes(registry *prometheus.Registry, counter *prometheus.CounterVec, format expfmt.Format) float64 {
	scrape(registry, format)
	took := make([]float64, given.Scrapes)
	for n := range took {
		for i := n % 10; i < given.Series; i += 10 {
			with(counter, i).Inc()
		}
		start := nanoseconds()
		scrape(registry, format)
		took[n] = float64(nanoseconds()-start) / 1e6
	}
	return median(took)
}

func updates(figures map[string]float64) {
	counter := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "updated_total"}, []string{"method", "route"})
	histogram := prometheus.NewHistogramVec(
		prometheus.HistogramOpts{Name: "observed", Buckets: given.Buckets},
		[]string{"method", "route"},
	)
	child := counter.WithLabelValues("GET", "/api/v1/resource/7")
	observed := histogram.WithLabelValues("GET", "/api/v1/resource/7")
	latencies := given.Latencies
	figures["inc"] = each(func(count int) {
		for i := 0; i < count; i++ {
			counter.WithLabelValues("GET", "/api/v1/resource/7").Inc()
		}
	})
	figures["childInc"] = each(func(count int) {
		for i := 0; i < count; i++ {
			child.Inc()
		}
	})
	figures["childObserve"] = each(func(count int) {
		for i := 0; i < count; i++ {
			observed.Observe(latencies[i&4095])
		}
	})
}

// each returns the nanoseconds of one operation: the median of 50 batches of about 2 ms, after a
// tenth of a second.
func each(run func(count int)) float64 {
	count, took := 1, int64(0)
	for begin := nanoseconds(); nanoseconds()-begin < 1e8 || took < 2e6; {
		start := nanoseconds()
		run(count)
		took = nanoseconds() - start
		if took < 2e6 {
			count *= 2
		}
	}
	batches := make([]float64, 50)
	for n := range batches {
		start := nanoseconds()
		run(count)
		batches[n] = float64(nanoseconds()-start) / float64(count)
	}
	return median(batches)
}

// nanoseconds returns the wall time, or the processor time of the process.
func nanoseconds() int64 {
	if !given.CPU {
		return int64(time.Since(epoch))
	}
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return usage.Utime.Nano() + usage.Stime.Nano()
}

var epoch = time.Now()

func median(numbers []float64) float64 {
	sort.Float64s(numbers)
	return numbers[len(numbers)/2]
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
