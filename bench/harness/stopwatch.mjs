/**
 * The time in milliseconds: of the wall clock, or, with `--cpu`, what the process has used of its processors, all of its
 * threads together. The latter stays meaningful where other programs want the processors too.
 */
export const milliseconds =
  process.env.BENCH_CLOCK === "cpu"
    ? () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1000;
      }
    : () => performance.now();
