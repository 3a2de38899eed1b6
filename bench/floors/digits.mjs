const pairs = new Uint16Array(100).map((_, n) => ((n % 10) + 48) * 256 + Math.floor(n / 10) + 48);

/** Writes a whole number below 10 to the 9th and returns where it ends. */
export function writeDigits(target, start, value) {
  const count =
    value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 1e4 ? 4 : value < 1e5 ? 5 : value < 1e6 ? 6 : 9;
  const end = start + count;
  let at = end;
  let rest = value | 0;
  while (rest >= 10) {
    const next = (rest / 100) | 0;
    at -= 2;
    target.setUint16(at, pairs[rest - next * 100], true);
    rest = next;
  }
  if (rest > 0 || value === 0) target.setUint8(at - 1, rest + 48);
  return end;
}
