/** Something measured again and again: a contender, or a limit of the machine. */
export interface Measured {
  /** One round's value. */
  readonly round: () => number | Promise<number>;
}

/**
 * The values of every round, measured by turns: what else the machine does in the meantime befalls all alike. The first round
 * is not counted.
 */
export async function interleaved<Name extends string>(
  contenders: Readonly<Record<Name, Measured>>,
  rounds: number,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const entries = Object.entries<Measured>(contenders).map(([name, { round }]) => ({
    ...{ name, round },
    values: [] as number[],
  }));
  for (let turn = 0; turn <= rounds; turn++)
    for (const { round, values } of entries) {
      const value = await round();
      if (turn > 0) values.push(value);
    }
  // The names are those that came in.
  return Object.fromEntries(entries.map(({ name, values }) => [name, values])) as Record<Name, number[]>;
}
