import Bluebird from "bluebird";

/** How a thenable settles. */
export type Outcome = "fulfilled" | "rejected";

/** A thenable, and how often its work began. */
export interface Made {
  readonly thenable: PromiseLike<string>;
  starts(): number;
}

function worker(outcome: Outcome) {
  let starts = 0;
  const work = async () => {
    starts++;
    await undefined;
    if (outcome === "rejected") throw new Error("broken");
    return "rows";
  };
  return { work, starts: () => starts };
}

type Work = () => Promise<string>;
type Then = Parameters<PromiseLike<string>["then"]>;

/** Has its `then` on the prototype, and its other methods go through that. */
class KnexBuilder {
  readonly #work: Work;
  constructor(work: Work) {
    this.#work = work;
  }
  // biome-ignore lint/suspicious/noThenProperty: that is what is meant
  then(...handlers: Partial<Then>) {
    return this.#work().then(...handlers);
  }
  catch(handler: Then[1]) {
    return this.then().catch(handler);
  }
  finally(handler: () => void) {
    return this.then().finally(handler);
  }
}

/** Has its `then` on the prototype, and each method begins by itself. */
class MongooseQuery {
  readonly #work: Work;
  constructor(work: Work) {
    this.#work = work;
  }
  exec() {
    return this.#work();
  }
  // biome-ignore lint/suspicious/noThenProperty: that is what is meant
  then(...handlers: Partial<Then>) {
    return this.exec().then(...handlers);
  }
  catch(handler: Then[1]) {
    return this.exec().then(null, handler);
  }
  finally(handler: () => void) {
    return this.exec().finally(handler);
  }
}

/** Runs at once, beside an object that inherits from promises and is none. */
class Cancelable {
  readonly #promise: Promise<string>;
  constructor(work: Work) {
    this.#promise = work();
  }
  // biome-ignore lint/suspicious/noThenProperty: that is what is meant
  then(...handlers: Partial<Then>) {
    return this.#promise.then(...handlers);
  }
  catch(handler: Then[1]) {
    return this.#promise.catch(handler);
  }
  finally(handler: () => void) {
    return this.#promise.finally(handler);
  }
  cancel() {}
}
Object.setPrototypeOf(Cancelable.prototype, Promise.prototype);

class Lazy extends Promise<string> {}

/** Thenables that behave as those of well-known libraries where it matters here. */
export const kinds = {
  Prisma(outcome: Outcome): Made {
    const { work, starts } = worker(outcome);
    let begun: Promise<string> | undefined;
    const run = () => {
      begun ??= work();
      return begun;
    };
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: that is what is meant
      then: (...handlers: Partial<Then>) => run().then(...handlers),
      catch: (handler: Then[1]) => run().catch(handler),
      finally: (handler: () => void) => run().finally(handler),
    };
    return { thenable: thenable as PromiseLike<string>, starts };
  },
  Knex(outcome: Outcome): Made {
    const { work, starts } = worker(outcome);
    return { thenable: new KnexBuilder(work) as PromiseLike<string>, starts };
  },
  Mongoose(outcome: Outcome): Made {
    const { work, starts } = worker(outcome);
    return { thenable: new MongooseQuery(work) as PromiseLike<string>, starts };
  },
  got(outcome: Outcome): Made {
    const { work, starts } = worker(outcome);
    return { thenable: new Cancelable(work) as PromiseLike<string>, starts };
  },
  Bluebird(outcome: Outcome): Made {
    const { work, starts } = worker(outcome);
    return { thenable: Bluebird.resolve(work()), starts };
  },
  "a subclass of Promise"(outcome: Outcome): Made {
    const { work, starts } = worker(outcome);
    return { thenable: new Lazy((resolve, reject) => void work().then(resolve, reject)), starts };
  },
} satisfies Record<string, (outcome: Outcome) => Made>;
