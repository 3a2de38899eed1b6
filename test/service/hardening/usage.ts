import { readdirSync } from "node:fs";
import type { Service } from "../../../src/service/index.js";
import { collectedBytes } from "../../performance/collected-heap.js";
import { scrape, until } from "../serving.js";

/** The memory and descriptors that a process uses. */
export interface Usage {
  /** The bytes of heap and buffers in use after garbage collection. */
  readonly bytes: number;
  /** The number of open descriptors, or 0 on systems that do not list them. */
  readonly descriptors: number;
}

/** Returns the usage of this process. */
export async function usage(): Promise<Usage> {
  return { descriptors: openDescriptors(), bytes: await collectedBytes() };
}

/** Waits until this process has no more open descriptors than before. */
export function descriptorsClosed({ descriptors }: Usage): Promise<void> {
  return until(() => openDescriptors() <= descriptors);
}

/** Scrapes a service until everything that is loaded or compiled at first use is, and returns the usage after that. */
export async function usageOfWarm(service: Service): Promise<Usage> {
  for (let n = 0; n < 20; n++) await scrape(service, n % 2 === 0 ? {} : { "Accept-Encoding": "gzip" });
  return usage();
}

function openDescriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return 0;
  }
}
