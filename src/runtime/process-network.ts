import { readProcSelf } from "./procfs.js";
import { type Readings, type RuntimeSource, runtimeSource } from "./source.js";

type Name = "process_network_receive_bytes_total" | "process_network_transmit_bytes_total";

/** IP traffic as the kernel counts it: of the process's network namespace, which in a container is the container. */
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
  open: () => ({
    read: () => (process.platform === "linux" ? parseNetstat(readProcSelf("net/netstat") ?? "") : {}),
  }),
});

/**
 * Reads the octets from the text of `/proc/self/net/netstat`, where a line of names precedes a line of values.
 *
 * @internal
 */
export function parseNetstat(text: string): Readings<Name> {
  const [names, values] = text.slice(text.indexOf("IpExt:")).split("\n", 2);
  if (!names?.startsWith("IpExt:") || values === undefined) return {};
  const columns = names.split(" ");
  const cells = values.split(" ");
  const octets = (name: string) => {
    const cell = cells[columns.indexOf(name)];
    return cell === undefined ? undefined : Number(cell);
  };
  return {
    process_network_receive_bytes_total: octets("InOctets"),
    process_network_transmit_bytes_total: octets("OutOctets"),
  };
}
