const collectable = ["--expose-gc"];

/** The groups in the order in which they run, and what their process needs. */
export const groups = [
  { name: "labels" },
  { name: "children" },
  { name: "unlabelled" },
  { name: "scrape", flags: collectable },
  { name: "gap" },
  { name: "decorators" },
];
