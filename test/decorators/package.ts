import { bindWaiting } from "../../src/binding/lazy.js";
import { defaultRegistry } from "../../src/index.js";

export * from "../../src/binding/bind.js";
export * from "../../src/decorators/call.js";
export { CountCalls } from "../../src/decorators/count-calls.js";
export { CountExceptions } from "../../src/decorators/count-exceptions.js";
export { countCalls, countExceptions, timed, trackInProgress } from "../../src/decorators/functions.js";
export { InProgress } from "../../src/decorators/in-progress.js";
export * from "../../src/decorators/instrumented.js";
export { Timer } from "../../src/decorators/timer.js";
export * from "../../src/index.js";
export { declarationsOf } from "../../src/metadata/store.js";

defaultRegistry.beforeGather(bindWaiting);
