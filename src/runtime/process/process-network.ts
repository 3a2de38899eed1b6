import process from "node:process";
import { type Readings, type RuntimeSource, runtimeSource } from "../source.js";
import { ProcFile } from "./procfs.js";

type Name = "process_network_receive_bytes_total" | "process_network_transmit_bytes_total";

/**
 * The traffic of the network interfaces except the loopback. The interfaces are those of the process's network
 * namespace; in a container, they are the container's. `net/netstat` contains the sum, but takes three times as long to
 * read as everything else together.
 */
export const processNetwork: RuntimeSource = runtimeSource<Name>({
  metrics: {
    process_network_receive_bytes_total: {
      type: "counter",
      help: "Number of bytes received over the network, in the network namespace of the process.",
      platforms: "Linux",
    },
    process_network_transmit_bytes_total: {
      type: "counter",
      help: "Number of bytes sent over the network, in the network namespace of the process.",
      platforms: "Linux",
    },
  },
  open: () => {
    const file = new ProcFile("net/dev");
    return {
      read: () => (process.platform === "linux" ? parseNetDev(file.read() ?? "") : {}),
      close: () => file.close(),
    };
  },
});

/** One interface: its name, eight columns for received data (bytes first), then the columns for sent data. */
const line = /^ *([^:\s]+): *(\d+)(?: +\d+){7} +(\d+) /gm;

/**
 * Sums the bytes of all interfaces in the text of `/proc/self/net/dev`.
 *
 * @internal
 */
export function parseNetDev(text: string): Readings<Name> {
  let [received, sent] = [0, 0];
  for (const [, name, receivedByOne, sentByOne] of text.matchAll(line)) {
    if (name === "lo") continue;
    received += Number(receivedByOne);
    sent += Number(sentByOne);
  }
  if (text === "") return {};
  return { process_network_receive_bytes_total: received, process_network_transmit_bytes_total: sent };
}
