// Errors of the library have codes that the compiler knows.
import { type ErrorCode, type Incident, isNarthexError, type NarthexError, onError } from "narthex";
import type { ParseError } from "narthex/exposition";
import type { PushError } from "narthex/push";

declare function expectType<T>(value: T): void;
declare const caught: unknown;
declare const unparsed: ParseError;
declare const unsent: PushError;

if (isNarthexError(caught)) {
  expectType<NarthexError>(caught);
  expectType<Error>(caught);
  expectType<ErrorCode>(caught.code);
  // @ts-expect-error: no error has this code
  if (caught.code === "NARTHEX_MISSING_LABLE") throw caught;
}

expectType<NarthexError>(unparsed);
expectType<NarthexError>(unsent);
expectType<"NARTHEX_INVALID_EXPOSITION">(unparsed.code);
expectType<"NARTHEX_GATEWAY_UNREACHABLE" | "NARTHEX_PUSH_REJECTED">(unsent.code);

onError((error, incident) => {
  expectType<Error>(error);
  expectType<Incident>(incident);
  expectType<ErrorCode>(incident.code);
  // @ts-expect-error: the code replaces it
  expectType<unknown>(incident.cause);
});
