import type { LabelInterner } from "./label-interner.js";
import { labelText } from "./label-values.js";
import type { SeriesPage } from "./series-page.js";
import { MAX_MOVED, PAGE_MASK, PAGE_SHIFT } from "./slots.js";
import { int32Array } from "./small-arrays.js";

/** Stands for a series that does not exist. */
export const NO_SLOT = -1;

const EMPTY = 0;

/** The cells of an index without series. */
const noCells = new Int32Array(1);

const noIds: readonly ReadonlyMap<string, number>[] = [];
const noneBound: readonly undefined[] = [];

/**
 * A hash index from label values to slots. It does not join the values to a key: each label maps its value to a small
 * integer, and the tuple of integers is looked up in an open-addressed table with linear probing that is at most two
 * thirds full.
 */
export class LabelIndex {
  /** Slots plus 1, so that 0 marks an empty cell. */
  #cells: Int32Array = noCells;
  #mask = 0;
  #size = 0;
  readonly #names: readonly string[];
  /** The integers of the values of each label. */
  readonly #ids: readonly ReadonlyMap<string, number>[];
  readonly #pages: readonly (SeriesPage | undefined)[];
  readonly #optional: readonly boolean[] | undefined;
  /** Whether there are two labels, and none is optional. */
  readonly #isPair: boolean;

  /**
   * @param names - the label names in declared order
   * @param dictionaries - the values of each label
   * @param pages - the pages of the series, which store their integers
   * @param optional - whether each label is optional, if any is. The value of an absent label is `""`.
   */
  constructor(
    names: readonly string[],
    dictionaries: readonly LabelInterner[],
    pages: readonly (SeriesPage | undefined)[],
    optional: readonly boolean[] | undefined,
  ) {
    this.#names = names;
    this.#ids = dictionaries.length === 0 ? noIds : dictionaries.map(({ ids }) => ids);
    this.#pages = pages;
    this.#optional = optional;
    this.#isPair = names.length === 2 && optional === undefined;
  }

  /** The number of series in the index. */
  get size(): number {
    return this.#size;
  }

  /**
   * Returns the slot for label values as a caller gave them, or `NO_SLOT` if the series is new or the labels are not
   * those declared. Two labels, by far the most frequent case, are looked up without a loop.
   */
  find(labels: Readonly<Record<string, unknown>>): number {
    const names = this.#names;
    if (!this.#isPair) return this.#findAny(labels);
    let first: unknown;
    let second: unknown;
    let count = 0;
    for (const name in labels) {
      if (name !== names[count]) return this.#findAny(labels);
      if (count === 0) first = labels[name];
      else second = labels[name];
      count++;
    }
    if (count !== 2) return NO_SLOT;
    const values = this.#ids;
    const a = typeof first === "string" ? values[0]?.get(first) : this.#idOf(0, first);
    const b = typeof second === "string" ? values[1]?.get(second) : this.#idOf(1, second);
    if (a === undefined || b === undefined) return NO_SLOT;
    const cells = this.#cells;
    const mask = this.#mask;
    for (let cell = mix(mix(0, a), b) & mask; ; cell = (cell + 1) & mask) {
      const slot = (cells[cell] as number) - 1;
      if (slot === NO_SLOT) return NO_SLOT;
      const { labelIds } = this.#pages[slot >> PAGE_SHIFT] as SeriesPage;
      const at = (slot & PAGE_MASK) * 2;
      if (labelIds[at] === a && labelIds[at + 1] === b) return slot;
    }
  }

  /**
   * Returns the slot for label values of which some are bound, or `NO_SLOT`.
   *
   * @param bound - the values of the bound labels in declared order, `undefined` for the others
   * @param others - the number of the others
   * @param labels - the values of the others as a caller gave them
   */
  findBound(bound: readonly (string | undefined)[], others: number, labels: Readonly<Record<string, unknown>>): number {
    if (this.#optional !== undefined) return this.#findWithAbsent(labels, bound);
    let given = 0;
    for (const _ in labels) given++;
    if (given !== others) return NO_SLOT;
    const names = this.#names;
    const lookup = beginLookup();
    let hash = 0;
    for (let i = 0; i < names.length; i++) {
      const text = bound[i];
      const id = text === undefined ? this.#idOf(i, labels[names[i] as string]) : this.#ids[i]?.get(text);
      if (id === undefined) return NO_SLOT;
      found[i] = id;
      hash = mix(hash, id);
    }
    return this.#probe(hash, names.length, lookup);
  }

  /** Returns the slot for label values in declared order, or `NO_SLOT`. */
  findValues(values: readonly string[]): number {
    const lookup = beginLookup();
    let hash = 0;
    for (let i = 0; i < values.length; i++) {
      const id = this.#ids[i]?.get(values[i] as string);
      if (id === undefined) return NO_SLOT;
      found[i] = id;
      hash = mix(hash, id);
    }
    return this.#probe(hash, values.length, lookup);
  }

  /** Adds a slot whose integers are already in its page. */
  add(slot: number): void {
    // An index without labels never has a second series.
    if (this.#cells === noCells) this.#resize(this.#names.length === 0 ? 2 : 8);
    else if (this.#size * 3 >= this.#cells.length * 2) this.#resize(this.#cells.length * 2);
    this.#size++;
    this.#put(slot);
  }

  /** Removes a slot and closes the gap, so that no probe ends too early. */
  remove(slot: number): void {
    const mask = this.#mask;
    let gap = this.#home(slot);
    while (this.#cells[gap] !== slot + 1) gap = (gap + 1) & mask;
    for (let cell = (gap + 1) & mask; this.#cells[cell] !== EMPTY; cell = (cell + 1) & mask) {
      const home = this.#home((this.#cells[cell] as number) - 1);
      const canMove = gap <= cell ? home <= gap || home > cell : home <= gap && home > cell;
      if (!canMove) continue;
      this.#cells[gap] = this.#cells[cell] as number;
      gap = cell;
    }
    this.#cells[gap] = EMPTY;
    this.#size--;
    const { length } = this.#cells;
    if (length > 8 && this.#size * 8 < length && this.#size <= MAX_MOVED)
      this.#resize(Math.max(8, 2 ** Math.ceil(Math.log2(this.#size * 4))));
  }

  /** Looks up any number of labels, in any order. */
  #findAny(labels: Readonly<Record<string, unknown>>): number {
    if (this.#optional !== undefined) return this.#findWithAbsent(labels, noneBound);
    const names = this.#names;
    let count = 0;
    for (const _ in labels) count++;
    if (count !== names.length) return NO_SLOT;
    const lookup = beginLookup();
    let hash = 0;
    for (let i = 0; i < names.length; i++) {
      const id = this.#idOf(i, labels[names[i] as string]);
      if (id === undefined) return NO_SLOT;
      found[i] = id;
      hash = mix(hash, id);
    }
    return this.#probe(hash, count, lookup);
  }

  /**
   * Looks up labels of which optional ones may be absent, and which are usually in declared order.
   *
   * @param bound - the values of bound labels, which are not among `labels`, in declared order
   */
  #findWithAbsent(labels: unknown, bound: readonly (string | undefined)[]): number {
    if (typeof labels !== "object" || labels === null || Array.isArray(labels)) return NO_SLOT;
    const given = labels as Readonly<Record<string, unknown>>;
    const names = this.#names;
    const lookup = beginLookup();
    let label = 0;
    let hash = 0;
    for (const name in given) {
      for (; label < names.length && names[label] !== name; label++) {
        const id = this.#idOf(label, bound[label] ?? this.#absent(label));
        if (id === undefined) return this.#findInAnyOrder(given, bound);
        found[label] = id;
        hash = mix(hash, id);
      }
      if (label === names.length) return this.#findInAnyOrder(given, bound);
      // A label that is bound and given again is an error, which its validation throws.
      if (bound[label] !== undefined) return NO_SLOT;
      const id = this.#idOf(label, given[name] ?? this.#absent(label));
      if (id === undefined) return NO_SLOT;
      found[label++] = id;
      hash = mix(hash, id);
    }
    for (; label < names.length; label++) {
      const id = this.#idOf(label, bound[label] ?? this.#absent(label));
      if (id === undefined) return NO_SLOT;
      found[label] = id;
      hash = mix(hash, id);
    }
    return this.#probe(hash, names.length, lookup);
  }

  #findInAnyOrder(labels: Readonly<Record<string, unknown>>, bound: readonly (string | undefined)[]): number {
    let undeclared = 0;
    for (const _ in labels) undeclared++;
    const names = this.#names;
    const lookup = beginLookup();
    let hash = 0;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const isGiven = bound[i] === undefined && name in labels;
      if (isGiven) undeclared--;
      const id = this.#idOf(i, (isGiven ? labels[name] : bound[i]) ?? this.#absent(i));
      if (id === undefined) return NO_SLOT;
      found[i] = id;
      hash = mix(hash, id);
    }
    return undeclared === 0 ? this.#probe(hash, names.length, lookup) : NO_SLOT;
  }

  /** Returns the text of a label that is absent, or `undefined` if it must not be. */
  #absent(label: number): string | undefined {
    return this.#optional?.[label] ? "" : undefined;
  }

  /** Returns the slot with the integers in `found`, or `NO_SLOT` if they are those of a later lookup. */
  #probe(hash: number, count: number, lookup: number): number {
    if (lookup !== lookups) return NO_SLOT;
    const cells = this.#cells;
    const mask = this.#mask;
    for (let cell = hash & mask; ; cell = (cell + 1) & mask) {
      const slot = (cells[cell] as number) - 1;
      if (slot === NO_SLOT) return NO_SLOT;
      const { labelIds } = this.#pages[slot >> PAGE_SHIFT] as SeriesPage;
      const at = (slot & PAGE_MASK) * count;
      let i = 0;
      while (i < count && labelIds[at + i] === found[i]) i++;
      if (i === count) return slot;
    }
  }

  #idOf(label: number, value: unknown): number | undefined {
    const text = typeof value === "string" ? value : labelText(value);
    return text === undefined ? undefined : this.#ids[label]?.get(text);
  }

  /** Returns the cell where the search for a slot begins. */
  #home(slot: number): number {
    const labels = this.#names.length;
    const { labelIds } = this.#pages[slot >> PAGE_SHIFT] as SeriesPage;
    const at = (slot & PAGE_MASK) * labels;
    let hash = 0;
    for (let i = 0; i < labels; i++) hash = mix(hash, labelIds[at + i] as number);
    return hash & this.#mask;
  }

  #put(slot: number): void {
    let cell = this.#home(slot);
    while (this.#cells[cell] !== EMPTY) cell = (cell + 1) & this.#mask;
    this.#cells[cell] = slot + 1;
  }

  #resize(length: number): void {
    const former = this.#cells;
    this.#cells = int32Array(length);
    this.#mask = length - 1;
    // On a large array, `for … of` takes five times as long.
    for (let i = 0; i < former.length; i++) if (former[i] !== EMPTY) this.#put((former[i] as number) - 1);
  }
}

/** The integers of the labels that are being looked up, of the latest lookup in all indexes. */
const found: number[] = [];

/** The number of lookups that have begun. */
let lookups = 0;

/**
 * Begins a lookup, and returns its number: 32 bits, which take no memory. A getter of a label may begin another before
 * the first has ended. The first then finds nothing, and its caller reads all values before it looks for them.
 */
function beginLookup(): number {
  lookups = (lookups + 1) | 0;
  return lookups;
}

/** Mixes an integer into a hash. */
function mix(hash: number, id: number): number {
  const mixed = Math.imul(hash ^ id, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
