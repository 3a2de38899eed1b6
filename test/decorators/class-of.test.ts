import { describe, expect, test } from "vitest";
import {
  bind,
  ClassLabel,
  CountCalls,
  CountExceptions,
  declarationsOf,
  Instrumented,
  Registry,
  Timer,
} from "../../src/index.js";
import { inProduction } from "./in-production.js";
import { shown } from "./reading.js";
import { recordedReports } from "./recorded-reports.js";

const reported = recordedReports();

describe('classOf: "self"', () => {
  abstract class Repository {
    @CountCalls({ classOf: "self" })
    @Timer()
    find() {}

    @CountCalls({ classOf: "self" })
    @CountExceptions({ classOf: "self" })
    static create() {
      throw new RangeError("no");
    }
  }
  class Users extends Repository {}
  @ClassLabel("Bills")
  class Invoices extends Repository {}

  test("gives each class that inherits a method its own series", async () => {
    const registry = new Registry();
    using _ = bind(Repository, registry);
    const [users, invoices] = [new Users(), new Invoices()];
    users.find();
    invoices.find();
    users.find();
    expect(() => Invoices.create()).toThrow("no");
    expect(await shown(registry)).toEqual({
      "method_calls_total{class=Users,method=find}": 2,
      "method_calls_total{class=Bills,method=find}": 1,
      "method_calls_total{class=Bills,method=create}": 1,
      "method_duration_seconds{class=Repository,method=find}": 3,
      "method_exceptions_total{class=Bills,method=create,exception=RangeError}": 1,
    });
    expect(reported).toEqual([]);
  });

  test("also applies while an instance has its own binding, and after it is disposed", async () => {
    const [all, one] = [new Registry(), new Registry()];
    const [users, bound] = [new Users(), new Users()];
    using _class = bind(Repository, all);
    {
      using _one = bind(bound, one);
      for (const instance of [users, bound, new Invoices(), bound]) instance.find();
    }
    bound.find();
    expect(await shown(one)).toEqual({
      "method_calls_total{class=Users,method=find}": 2,
      "method_duration_seconds{class=Repository,method=find}": 2,
    });
    expect(await shown(all)).toMatchObject({
      "method_calls_total{class=Users,method=find}": 2,
      "method_calls_total{class=Bills,method=find}": 1,
    });
  });

  test("in @Instrumented is the default of all methods of the class", async () => {
    @Instrumented({ classOf: "self" })
    class Base {
      @CountCalls()
      one() {}
      @CountCalls({ class: "Fixed" })
      two() {}
    }
    class Derived extends Base {}
    const registry = new Registry();
    using _ = bind(Derived, registry);
    expect(declarationsOf(Derived).map(({ labels }) => labels?.["class"])).toEqual(
      declarationsOf(Derived).map(({ options }) => options["class"]),
    );
    new Derived().one();
    new Derived().two();
    const series = Object.keys(await shown(registry)).filter((name) => name.startsWith("method_calls_total"));
    expect(series).toEqual([
      "method_calls_total{class=Fixed,method=two}",
      "method_calls_total{class=Derived,method=one}",
    ]);
  });

  test("reports two derived classes with one name", () => {
    using _production = inProduction();
    const registry = new Registry();
    using _ = bind(Repository, registry);
    const Other = (() => {
      class Users extends Repository {}
      return Users;
    })();
    new Users().find();
    new Other().find();
    expect(reported).toHaveLength(1);
  });
});
