import type { LabelledCollector } from "../collectors/labelled-collector.js";
import { reportOnce } from "../globals/error-listener.js";
import { processGlobal } from "../globals/process-global.js";
import type { Declaration } from "../metadata/declaration.js";
import { isLive } from "../metadata/effective-spec.js";
import type { ClassMetadata } from "../metadata/store.js";
import type { LabelValue } from "../model/labels.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { classSource } from "./bindings.js";
import { claimClassLabels } from "./class-labels.js";
import { getOrRegister } from "./get-or-register.js";

type ReadableCollector = LabelledCollector<string, readonly string[], never> & {
  get(labels: Readonly<Record<string, LabelValue>>): number | { count: number } | undefined;
};

/** One series that shows as 0 since a class was bound lazily. */
interface LazySeries {
  readonly collector: ReadableCollector;
  readonly labels: Declaration["labels"];
}

interface LazyBindings {
  /** Classes that nobody bound and nobody called yet. */
  readonly waiting: Set<WeakRef<ClassMetadata>>;
  /** Their places in `waiting`. */
  readonly references: WeakMap<ClassMetadata, WeakRef<ClassMetadata>>;
  /** What the lazy binding of a class uses, of what was made for lazy bindings. */
  readonly held: WeakMap<ClassMetadata, readonly LazySeries[]>;
  /** How many lazily bound members use a collector that was made for them. */
  readonly users: WeakMap<object, number>;
}

const {
  waiting: enqueued,
  references,
  held: boundSeries,
  users,
} = processGlobal(
  "narthex.lazy",
  (): LazyBindings => ({
    waiting: new Set(),
    references: new WeakMap(),
    held: new WeakMap(),
    users: new WeakMap(),
  }),
);

const collected = new FinalizationRegistry<WeakRef<ClassMetadata>>((reference) => enqueued.delete(reference));

/**
 * Lets a class wait for its first call or the default registry's next gather. It is held weakly.
 *
 * @internal
 */
export function enqueueLazyBinding(metadata: ClassMetadata): void {
  if (references.has(metadata)) return;
  const reference = new WeakRef(metadata);
  references.set(metadata, reference);
  enqueued.add(reference);
  collected.register(metadata, reference);
}

/**
 * Binds a class to the default registry, unless that was done before. What fails is reported.
 *
 * @internal
 */
export function bindLazily(metadata: ClassMetadata): void {
  if (boundSeries.has(metadata)) return;
  dequeue(metadata);
  if (metadata.type !== undefined) claimClassLabels(metadata, defaultRegistry);
  boundSeries.set(
    metadata,
    metadata.declarations().flatMap((declaration) => bindDeclaration(declaration, metadata)),
  );
}

/**
 * Binds all classes that wait to the default registry; to be called before it gathers.
 *
 * @internal
 */
export function bindEnqueued(): void {
  for (const reference of [...enqueued]) {
    const metadata = reference.deref();
    if (metadata === undefined) enqueued.delete(reference);
    else if (metadata.type === undefined || classSource(metadata.type) === undefined) bindLazily(metadata);
  }
}

/**
 * Takes back what the lazy binding of a class made and nothing has written, because the class is bound elsewhere now.
 *
 * @internal
 */
export function revokeLazyBinding(metadata: ClassMetadata): void {
  dequeue(metadata);
  const series = boundSeries.get(metadata) ?? [];
  boundSeries.delete(metadata);
  for (const { collector, labels } of series) {
    const left = (users.get(collector) ?? 0) - 1;
    if (left < 0) continue;
    users.set(collector, left);
    if (left === 0 && collector.isPristine()) defaultRegistry.unregister(collector);
    else if (labels !== undefined && collector.labelNames.length > 0 && isUnwritten(collector, labels))
      collector.remove(labels);
  }
}

/**
 * Keeps a collector from being withdrawn, because something else than a lazy binding uses it.
 *
 * @internal
 */
export function pin(collector: object): void {
  users.delete(collector);
}

function dequeue(metadata: ClassMetadata): void {
  const reference = references.get(metadata);
  references.delete(metadata);
  if (reference !== undefined) enqueued.delete(reference);
}

function bindDeclaration({ spec, labels }: Declaration, metadata: ClassMetadata): readonly LazySeries[] {
  try {
    if (isLive(spec)) {
      if (labels !== undefined) spec.labels(labels);
      return [];
    }
    const { collector: obtained, isNew } = getOrRegister(defaultRegistry, spec, metadata);
    const collector = obtained as unknown as ReadableCollector;
    if (labels !== undefined) collector.labels(labels);
    if (!isNew && !users.has(collector)) return [];
    users.set(collector, (users.get(collector) ?? 0) + 1);
    return [{ collector, labels }];
  } catch (error) {
    reportOnce(spec, error, { source: spec.name, cause: "instrumentation" });
    return [];
  }
}

function isUnwritten(collector: ReadableCollector, labels: Readonly<Record<string, LabelValue>>): boolean {
  const value = collector.get(labels);
  return (typeof value === "object" ? value.count : value) === 0;
}
