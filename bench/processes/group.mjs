// Measures one group, in a process of its own: what one has heated up or left as garbage must not be in another's figures.
import { answer, task } from "../harness/process.mjs";

const { name, options } = task();

answer({
  async run() {
    const { run, title } = await import(`../groups/${name}.mjs`);
    const start = performance.now();
    const rows = await run(options);
    return { name, title, seconds: (performance.now() - start) / 1000, rows };
  },
});
