/*
 * How many letters must change, come, go or swap with the next to turn one word into
 * the other. Ours, for it is shorter than the licence of a library: words of twenty
 * letters, a few hundred at a time, and nothing is looked up in a hurry.
 */
function apart(one, other) {
  let last = [];
  let before = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + same);
      if (i > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], last[j - 2] + 1);
      }
    }
    [last, before] = [before, row];
  }
  return before[other.length];
}
