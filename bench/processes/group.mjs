// Measures one group, in a process of its own: what one has heated up or left as garbage must not be in another's figures.
import { answer, task } from "../harness/process.mjs";

const { name, options } = task();

answer({
  async run() {
    const { run, title } = await import(`../groups/${name}.mjs`);
    return { name, title, rows: await run(options) };
  },
});
