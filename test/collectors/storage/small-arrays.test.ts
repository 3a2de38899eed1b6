import fc from "fast-check";
import { expect, test } from "vitest";
import { float64Array, int32Array } from "../../../src/collectors/storage/small-arrays.js";

test("arrays of any length begin with zeros and share no element", () => {
  const request = fc.record({ isInteger: fc.boolean(), length: fc.nat(40) });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 200 }), (requests) => {
      const arrays = requests.map(({ isInteger, length }) => (isInteger ? int32Array(length) : float64Array(length)));
      expect(arrays.map(({ length }) => length)).toEqual(requests.map(({ length }) => length));
      expect(arrays.every((array) => array.every((element) => element === 0))).toBe(true);
      for (const [i, array] of arrays.entries()) array.fill(i + 1);
      expect(arrays.every((array, i) => array.every((element) => element === i + 1))).toBe(true);
    }),
  );
});

test("small arrays share a buffer, and large ones have their own", () => {
  const [first, second] = [float64Array(1), float64Array(1)];
  expect(first.buffer.byteLength).toBeGreaterThan(first.byteLength);
  expect([first, second].map(({ byteLength }) => byteLength)).toEqual([8, 8]);
  const large = float64Array(1000);
  expect(large.buffer.byteLength).toBe(large.byteLength);
});
