import { expect, test } from "vitest";
import { bind, CountCalls, Registry } from "../../../src/index.js";
import { turns } from "../../event-loop-turns.js";
import { recordedReports } from "../recorded-reports.js";

const reported = recordedReports();

function first() {
  class Users {
    @CountCalls()
    find() {}
  }
  return Users;
}

function withAnotherMember() {
  class Users {
    @CountCalls()
    save() {}
    @CountCalls()
    find() {}
  }
  return Users;
}

function withOtherMembers() {
  class Users {
    @CountCalls()
    save() {}
  }
  return Users;
}

function withStaticMember() {
  class Users {
    @CountCalls()
    static find() {}
    list() {}
  }
  return Users;
}

test.each<[string, number, () => new () => object]>([
  ["the same member", 0, first],
  ["another member in addition", 0, withAnotherMember],
  ["other members", 1, withOtherMembers],
  ["a static member of the same name", 1, withStaticMember],
])("a class of the same name with %s, evaluated in a later turn, is reported %d times", async (_, times, latter) => {
  const registry = new Registry();
  bind(first(), registry);
  await turns(1);
  bind(latter(), registry);
  expect(reported).toHaveLength(times);
});
