const collectable = ["--expose-gc"];

/** The groups in the order in which they run, and what their process needs. */
export const groups = [
  { name: "labels" },
  { name: "children" },
  { name: "unlabelled" },
  { name: "scrape", flags: collectable },
  { name: "families", flags: collectable },
  { name: "stall" },
  { name: "latency" },
  { name: "gap" },
  { name: "memory" },
  { name: "import" },
  { name: "throughput" },
  { name: "guard" },
  { name: "decorators" },
  { name: "declare" },
  { name: "native" },
  { name: "runtime" },
  { name: "languages" },
  { name: "growth", flags: collectable },
  { name: "soak", isLong: true },
];
