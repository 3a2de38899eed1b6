// Says which Node.js the processes run on.
import { answer } from "../harness/process.mjs";

answer({ run: () => ({ version: process.version }) });
