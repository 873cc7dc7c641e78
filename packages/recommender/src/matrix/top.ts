// Indices are kept inside the arrays by the loop bounds; `!` says so.

/**
 * The `length` candidates with the highest scores, best first; equal scores in the order of their numbers, so that
 * the answer is the same on every machine. −Infinity is never chosen.
 *
 * @param scores one number an item
 * @returns item numbers, at most `length`
 * @example selectTop(Float64Array.of(1, 3, 2, 3), 2); // => Int32Array(2) [ 1, 3 ]
 */
export const selectTop = (scores: ArrayLike<number>, length: number): Int32Array => {
  // A binary heap with the worst of the chosen on top: most items lose one comparison and are done.
  const heap = new Int32Array(Math.min(length, scores.length));
  let size = 0;
  const isWorse = (a: number, b: number): boolean => {
    const difference = scores[a]! - scores[b]!;
    return difference < 0 || (difference === 0 && a > b);
  };
  const sink = (start: number): void => {
    let place = start;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= size) return;
      const right = left + 1;
      const child = right < size && isWorse(heap[right]!, heap[left]!) ? right : left;
      if (!isWorse(heap[child]!, heap[place]!)) return;
      const kept = heap[place]!;
      heap[place] = heap[child]!;
      heap[child] = kept;
      place = child;
    }
  };
  for (let item = 0; item < scores.length && heap.length > 0; item += 1) {
    if (!(scores[item]! > -Infinity)) continue;
    if (size < heap.length) {
      let place = size;
      heap[place] = item;
      size += 1;
      while (place > 0) {
        const parent = (place - 1) >> 1;
        if (!isWorse(heap[place]!, heap[parent]!)) break;
        const kept = heap[place]!;
        heap[place] = heap[parent]!;
        heap[parent] = kept;
        place = parent;
      }
      continue;
    }
    if (!isWorse(heap[0]!, item)) continue;
    heap[0] = item;
    sink(0);
  }
  return heap.slice(0, size).sort((a, b) => (isWorse(a, b) ? 1 : -1));
};
