// A process that does nothing but wait: how long it waits in vain, the machine keeps everybody waiting.
import { LoopGap } from "../harness/loop-gap.mjs";
import { answer } from "../harness/process.mjs";

const gap = new LoopGap();
gap.start();

answer({
  /** Since the last time it was asked. */
  longestGap() {
    const longest = gap.stop();
    gap.start();
    return longest;
  },
});
