import type { CallRecord } from "../call.js";
import type { ThenableReport } from "../measure/results/thenable-report.js";
import type { Probe } from "./probe.js";

/**
 * The probes of one method as one probe, the outermost first.
 *
 * @internal
 */
export class ProbeStack implements Probe {
  readonly probes: Probe[];
  readonly readsCall: boolean;
  readonly isEntryOnly: boolean;

  /**
   * @param outer - the outermost probe
   * @param inner - the others, or the other one
   */
  constructor(outer: Probe, inner: Probe) {
    this.probes = inner instanceof ProbeStack ? [outer, ...inner.probes] : [outer, inner];
    this.readsCall = outer.readsCall || inner.readsCall;
    this.isEntryOnly = outer.isEntryOnly && inner.isEntryOnly;
  }

  /** Adds a probe around the others and returns `true`, or `false` if a call of all of them needs another wrapper. */
  add(outer: Probe): boolean {
    if ((outer.readsCall && !this.readsCall) || (this.isEntryOnly && !outer.isEntryOnly)) return false;
    this.probes.unshift(outer);
    return true;
  }

  enter(self: unknown, call: CallRecord | undefined): unknown {
    const tokens: unknown[] = [];
    let isOpen = false;
    for (const probe of this.probes) {
      const token = probe.enter(self, call);
      isOpen ||= token !== undefined;
      tokens.push(token);
    }
    return isOpen ? tokens : undefined;
  }

  leave(token: unknown, self: unknown, call: CallRecord | undefined, failed: boolean, value: unknown): void {
    this.#forOpen(token, (probe, own) => probe.leave(own, self, call, failed, value));
  }

  pass(token: unknown, self: unknown, thenable: object, report: ThenableReport): void {
    this.#forOpen(token, (probe, own) => probe.pass(own, self, thenable, report));
  }

  suspend(token: unknown, self: unknown): void {
    this.#forOpen(token, (probe, own) => probe.suspend?.(own, self));
  }

  resume(token: unknown, self: unknown): void {
    this.#forOpen(token, (probe, own) => probe.resume?.(own, self));
  }

  #forOpen(token: unknown, visit: (probe: Probe, own: unknown) => void): void {
    const tokens = (token ?? []) as readonly unknown[];
    // Probes that were added during the call are not part of it.
    const added = this.probes.length - tokens.length;
    for (let i = tokens.length - 1; i >= 0; i--)
      if (tokens[i] !== undefined) visit(this.probes[i + added] as Probe, tokens[i]);
  }
}
