import type { LabelledCollector } from "../collectors/labelled-collector.js";
import { reportOnce } from "../globals/error-listener.js";
import { processGlobal } from "../globals/process-global.js";
import { Slice } from "../globals/scrape-slice.js";
import type { Declaration } from "../metadata/declaration.js";
import { isLive } from "../metadata/effective-spec.js";
import type { ClassMetadata } from "../metadata/store.js";
import { continuedChild } from "../model/expiring.js";
import type { OptionalLabelValue } from "../model/labels.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { classSource } from "./bindings.js";
import { claimClassLabels } from "./class-labels.js";
import { getOrRegister } from "./get-or-register.js";

type ReadableCollector = LabelledCollector<string, readonly string[], never> & {
  get(labels: Readonly<Record<string, OptionalLabelValue>>): number | { count: number } | undefined;
};

/** A series that shows 0 because a class was bound lazily. */
interface LazySeries {
  readonly collector: ReadableCollector;
  readonly labels: Declaration["labels"];
}

interface LazyBindings {
  /** Classes that have not been bound or called yet. */
  readonly enqueued: Set<WeakRef<ClassMetadata>>;
  /** The reference in `enqueued` to each class. */
  readonly references: WeakMap<ClassMetadata, WeakRef<ClassMetadata>>;
  /** The series of each lazily bound class, in collectors that lazy bindings created. */
  readonly boundSeries: WeakMap<ClassMetadata, readonly LazySeries[]>;
  /** The number of lazily bound members that use each collector that lazy bindings created. */
  readonly users: WeakMap<object, number>;
}

const { enqueued, references, boundSeries, users } = processGlobal(
  "narthex.lazy",
  (): LazyBindings => ({
    enqueued: new Set(),
    references: new WeakMap(),
    boundSeries: new WeakMap(),
    users: new WeakMap(),
  }),
);

const collected = new FinalizationRegistry<WeakRef<ClassMetadata>>((reference) => enqueued.delete(reference));

/**
 * Enqueues a class to be bound to the default registry at its first call or at the next gather. The queue holds it
 * weakly.
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
 * Binds a class to the default registry, unless it has been bound lazily before. Errors are reported.
 *
 * @internal
 */
export function bindLazily(metadata: ClassMetadata): void {
  if (boundSeries.has(metadata)) return;
  dequeue(metadata);
  if (metadata.type !== undefined) claimClassLabels(metadata, defaultRegistry);
  boundSeries.set(
    metadata,
    [...metadata.declarations(), ...metadata.collectors().map((spec) => ({ spec, labels: undefined }))].flatMap(
      (declaration) => bindDeclaration(declaration, metadata),
    ),
  );
}

/**
 * Binds all enqueued classes to the default registry. Called before each gather. Yields to the event loop after each
 * time slice.
 *
 * @internal
 */
export async function bindEnqueued(): Promise<void> {
  if (enqueued.size === 0) return;
  const slice = new Slice();
  try {
    for (const reference of [...enqueued]) {
      // During a pause a class may be called or bound.
      if (!enqueued.has(reference)) continue;
      const metadata = reference.deref();
      if (metadata === undefined) enqueued.delete(reference);
      else if (classSource(metadata.type) === undefined) bindLazily(metadata);
      if (slice.isOver) await slice.next();
    }
  } finally {
    slice.end();
  }
}

/**
 * Removes the collectors and series that the lazy binding of a class created and that nothing has updated, because the
 * class is now bound to another registry.
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
 * Marks a collector as used by an explicit binding, so that revoking lazy bindings does not remove it.
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

function bindDeclaration(
  { spec, labels }: Pick<Declaration, "spec" | "labels">,
  metadata: ClassMetadata,
): readonly LazySeries[] {
  try {
    if (isLive(spec)) {
      if (labels !== undefined) continuedChild(spec, labels);
      return [];
    }
    const { collector: registered, isNew } = getOrRegister(defaultRegistry, spec, metadata);
    const collector = registered as unknown as ReadableCollector;
    if (labels !== undefined) continuedChild(registered, labels);
    if (!isNew && !users.has(collector)) return [];
    users.set(collector, (users.get(collector) ?? 0) + 1);
    return [{ collector, labels }];
  } catch (error) {
    reportOnce(spec, error, { source: spec.name, code: "NARTHEX_LOST_UPDATE" });
    return [];
  }
}

function isUnwritten(collector: ReadableCollector, labels: Readonly<Record<string, OptionalLabelValue>>): boolean {
  const value = collector.get(labels);
  return (typeof value === "object" ? value.count : value) === 0;
}
