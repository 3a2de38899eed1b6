import Bluebird from "bluebird";

/** How a thenable settles. */
export type Outcome = "fulfilled" | "rejected";

/** A thenable, and a function that returns how often its work was started. */
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

/** A query whose `then` is on the prototype, and whose other methods call it. */
class KnexBuilder {
  readonly #work: Work;
  constructor(work: Work) {
    this.#work = work;
  }
  // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
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

/** A query whose `then` is on the prototype, and each of whose methods starts the work. */
class MongooseQuery {
  readonly #work: Work;
  constructor(work: Work) {
    this.#work = work;
  }
  exec() {
    return this.#work();
  }
  // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
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

/** A request that starts immediately; it inherits from Promise.prototype, but is not a promise. */
class Cancelable {
  readonly #promise: Promise<string>;
  constructor(work: Work) {
    this.#promise = work();
  }
  // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
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

/** Thenables that behave like those of well-known libraries, as far as these tests need it. */
export const kinds = {
  Prisma(outcome: Outcome): Made {
    const { work, starts } = worker(outcome);
    let begun: Promise<string> | undefined;
    const run = () => {
      begun ??= work();
      return begun;
    };
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
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
