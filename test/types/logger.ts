import { type Logger, Service } from "narthex/service";

/** A function of a logger of pino, as its version 10 declares it. */
interface LogFn {
  <TMsg extends string = string>(msg: TMsg, ...args: unknown[]): void;
  <T, TMsg extends string = string>(obj: T, msg?: T extends string ? never : TMsg, ...args: unknown[]): void;
}
declare const pino: { level: string; info: LogFn; warn: LogFn; error: LogFn; child(bindings: object): unknown };
declare const winston: Record<"info" | "warn" | "error", (message: unknown, ...meta: unknown[]) => object>;

new Service({ logger: console });
new Service({ logger: pino });
new Service({ logger: winston });
new Service({ logger: undefined });
const own: Logger = { info: (message) => message.length, warn: () => {}, error: () => {} };
new Service({ logger: own });
// @ts-expect-error a method is missing
new Service({ logger: { info: () => {}, warn: () => {} } });
// @ts-expect-error messages are strings
new Service({ logger: { info: (_: number) => {}, warn: () => {}, error: () => {} } });
