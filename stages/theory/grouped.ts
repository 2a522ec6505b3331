const mostGroups = 32;

/**
 * A smooth function of each of these numbers, computed only at the means of 32 groups of neighbours where there are more numbers:
 * exact to the first order in how wide a group is.
 */
export function grouped(numbers: Float64Array, of: (number: number) => number): Float64Array {
  const order = Array.from(numbers.keys()).sort((a, b) => (numbers[a] ?? NaN) - (numbers[b] ?? NaN) || a - b);
  const results = new Float64Array(numbers.length);
  const groups = Math.min(mostGroups, numbers.length);
  for (let group = 0; group < groups; group++) {
    const from = Math.floor((group * numbers.length) / groups);
    const members = order.slice(from, Math.floor(((group + 1) * numbers.length) / groups));
    const mean = members.reduce((sum, member) => sum + (numbers[member] ?? NaN), 0) / members.length;
    const result = of(mean);
    for (const member of members) results[member] = result;
  }
  return results;
}
