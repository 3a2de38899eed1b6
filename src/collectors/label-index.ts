const EMPTY = 0;

/** Mixes one more label id into a hash. */
export function mix(hash: number, id: number): number {
  const mixed = Math.imul(hash ^ id, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** The hash of a tuple of label ids. */
export function hashIds(ids: Int32Array, from: number, count: number): number {
  let hash = 0;
  for (let i = from; i < from + count; i++) hash = mix(hash, ids[i] as number);
  return hash;
}

/** From tuples of label ids to slots: an open-addressed table with linear probing, at most two thirds full. */
export class LabelIndex {
  #cells = new Int32Array(8);
  #mask = 7;
  #size = 0;
  readonly #hashOf: (slot: number) => number;

  /** @param hashOf - the hash of the ids of the series in a slot, to lay the table out anew */
  constructor(hashOf: (slot: number) => number) {
    this.#hashOf = hashOf;
  }

  /** How many slots are indexed. */
  get size(): number {
    return this.#size;
  }

  /** The first candidate's cell for a hash; go on with {@link next}. */
  start(hash: number): number {
    return hash & this.#mask;
  }

  /** The cell after a cell. */
  next(cell: number): number {
    return (cell + 1) & this.#mask;
  }

  /** The slot in a cell, or -1 where the probe ends. */
  slotAt(cell: number): number {
    return (this.#cells[cell] as number) - 1;
  }

  /** Adds a slot under its hash. */
  add(slot: number, hash: number): void {
    if (this.#size * 3 >= this.#cells.length * 2) this.#layOut(this.#cells.length * 2);
    this.#size++;
    this.#put(slot, hash);
  }

  /** Takes a slot out, closing the gap so that no probe breaks. */
  remove(slot: number): void {
    let gap = this.start(this.#hashOf(slot));
    while (this.slotAt(gap) !== slot) gap = this.next(gap);
    for (let cell = this.next(gap); this.#cells[cell] !== EMPTY; cell = this.next(cell)) {
      const home = this.start(this.#hashOf(this.slotAt(cell)));
      const canMove = gap <= cell ? home <= gap || home > cell : home <= gap && home > cell;
      if (!canMove) continue;
      this.#cells[gap] = this.#cells[cell] as number;
      gap = cell;
    }
    this.#cells[gap] = EMPTY;
    this.#size--;
    if (this.#cells.length > 8 && this.#size * 8 < this.#cells.length) this.#layOut(this.#cells.length / 2);
  }

  #put(slot: number, hash: number): void {
    let cell = this.start(hash);
    while (this.#cells[cell] !== EMPTY) cell = this.next(cell);
    this.#cells[cell] = slot + 1;
  }

  #layOut(length: number): void {
    const former = this.#cells;
    this.#cells = new Int32Array(length);
    this.#mask = length - 1;
    for (const held of former) if (held !== EMPTY) this.#put(held - 1, this.#hashOf(held - 1));
  }
}
