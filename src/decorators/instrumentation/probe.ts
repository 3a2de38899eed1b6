import type { ResolvedMember } from "../../binding/collector-resolver.js";
import type { Declared } from "../../metadata/store.js";
import type { CallRecord } from "../call.js";
import type { ThenableReport } from "../measure/results/thenable-report.js";

/**
 * The measurement that one decorator takes of the calls of one method: it is called when a call begins and when it
 * ends. Its methods never throw.
 *
 * @internal
 */
export interface Probe {
  /** Whether the probe reads the call. */
  readonly readsCall: boolean;
  /** Whether the probe does nothing at the end of a call. */
  readonly isEntryOnly: boolean;
  /**
   * Called when the body of the method starts to run.
   *
   * @returns a token for the other methods; `undefined` if nothing is to be done at the end
   */
  enter(self: unknown, call: CallRecord | undefined): unknown;
  /** Called when the call has ended. */
  leave(token: unknown, self: unknown, call: CallRecord | undefined, failed: boolean, value: unknown): void;
  /** Called when the body has returned a thenable and the call is not measured until that settles. */
  pass(token: unknown, self: unknown, thenable: object, report: ThenableReport): void;
  /** Called when the body has returned an object that does its work when it is first used. */
  suspend?(token: unknown, self: unknown): void;
  /** Called when that object is used. */
  resume?(token: unknown, self: unknown): void;
}

/**
 * A probe that is also the declaration of its decorator.
 *
 * @internal
 */
export interface MemberProbe extends Probe, Declared, ResolvedMember {
  /** Name of the method. */
  readonly name: string;
}
