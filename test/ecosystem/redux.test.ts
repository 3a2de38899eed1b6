import {
  type Action,
  applyMiddleware,
  bindActionCreators,
  combineReducers,
  compose,
  legacy_createStore as createStore,
  type Middleware,
  type Store,
  type UnknownAction,
} from "redux";
import { from } from "rxjs";
import { expect, test } from "vitest";
import { everyMethodOf } from "./every-method.js";

interface Add extends UnknownAction {
  readonly type: "add";
  readonly by: number;
}

const add = (by: number): Add => ({ type: "add", by });
const sum = (state = 0, action: Action) => (action.type === "add" ? state + (action as Add).by : state);
const last = (state = "none", action: Action) => (action.type === "add" ? String((action as Add).by) : state);

/** The results and notifications of a store. */
function drive(decorate: (object: object) => void): unknown[] {
  const log: unknown[] = [];
  const logging: Middleware = () => (next) => (action) => {
    log.push(["before", action]);
    const result = next(action);
    log.push(["after", result]);
    return result;
  };
  const library = { applyMiddleware, bindActionCreators, combineReducers, compose, createStore };
  decorate(library);
  const reducer = library.combineReducers({ sum, last });
  const store = library.createStore(reducer, library.applyMiddleware(logging)) as Store;
  decorate(store);
  log.push(["methods", Reflect.ownKeys(store), Object.keys(store)]);

  const unsubscribe = store.subscribe(() => log.push(["listener", store.getState()]));
  const once = store.subscribe(() => {
    log.push("once");
    once();
  });
  const observed = from(store as never).subscribe((state) => log.push(["observer", state]));
  log.push(["dispatched", store.dispatch(add(2)), store.getState()]);
  const bound = library.bindActionCreators({ add }, store.dispatch);
  log.push(["bound", bound.add(3)]);
  observed.unsubscribe();
  unsubscribe();
  store.replaceReducer(library.combineReducers({ sum, last: () => "replaced" }));
  log.push(["replaced", store.dispatch(add(1)), store.getState()]);
  log.push(["composed", library.compose(String, (x: number) => x + 1, Number)("41")]);
  for (const wrong of [() => store.dispatch({} as Action), () => store.subscribe("listener" as never)]) {
    try {
      wrong();
    } catch (error) {
      log.push(String(error));
    }
  }
  return log;
}

test("a Redux store returns the same results if all its methods are measured until their end", async () => {
  const before = drive(() => {});
  const all: ReturnType<typeof everyMethodOf>[] = [];
  expect(drive((object) => all.push(everyMethodOf(object)))).toEqual(before);
  const [library, store] = await Promise.all(all.map((decorated) => decorated.counts()));
  expect(library).toEqual({
    applyMiddleware: 1,
    bindActionCreators: 1,
    combineReducers: 2,
    compose: 1,
    createStore: 1,
  });
  expect(store).toMatchObject({ subscribe: 3, dispatch: 4, replaceReducer: 1 });
  for (const decorated of all) expect(await decorated.errors()).toBe(0);
});
