// Private methods, which only standard decorators see.
import { type Call, CountCalls, CountExceptions, Counter, histogram, type Settled, Timer } from "narthex";

const seconds = histogram({ name: "seconds", help: "", labelNames: ["size"] });
const calls = new Counter({ name: "calls_total", help: "" });

export class Private {
  @CountCalls()
  @CountExceptions()
  #plain() {}

  @Timer(seconds, { labels: ({ args: [text] }: Settled<[string]>) => ({ size: text.length }) })
  #computed(text: string) {
    return text;
  }

  @CountCalls(calls)
  static async #static() {}

  // @ts-expect-error: the label size is needed
  @Timer(seconds)
  #missing() {}

  // @ts-expect-error: the method has no argument to read
  @Timer(seconds, { labels: ({ args: [text] }: Settled<[string]>) => ({ size: text.length }) })
  #shorter() {}

  @CountCalls(calls, { when: ({ self }: Call<[], Private>) => self.#field === 1 })
  #receiver() {}

  // @ts-expect-error: the method belongs to another class
  @CountCalls(calls, { when: ({ self }: Call<[], Promise<unknown>>) => self.then !== undefined })
  #other() {}

  // @ts-expect-error: a field has no calls
  @CountCalls(calls)
  #field = 1;

  async use() {
    this.#plain();
    this.#missing();
    this.#receiver();
    this.#other();
    this.#shorter();
    await Private.#static();
    return this.#computed("") + this.#field;
  }
}
