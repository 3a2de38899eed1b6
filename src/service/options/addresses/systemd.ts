import { checkOption, checkOptions, nonEmptyString, type OptionRules } from "../../../validation/options.js";

/** The sockets that systemd has opened for the process (socket activation). */
export interface SystemdSockets {
  /** Selects sockets of systemd. */
  readonly systemd: true;
  /**
   * Name of the sockets, which `FileDescriptorName=` sets in their unit (default: all sockets of the process). Without
   * that setting, it is the name of the unit, such as `app.socket`.
   */
  readonly name?: string | undefined;
}

const rules: OptionRules<keyof SystemdSockets> = {
  systemd: { rule: "must be true", holds: (value) => value === true },
  name: nonEmptyString,
};

/**
 * Checks an element of a list of addresses.
 *
 * @param option - the name of the element, for example `listen[0]`
 * @internal
 */
export function checkSystemdSockets(subject: string, option: string, value: unknown): void {
  checkOptions(subject, value, rules, option);
  // Also if it is undefined, unlike other options.
  checkOption(subject, `${option}.systemd`, (value as SystemdSockets).systemd, rules.systemd);
}
