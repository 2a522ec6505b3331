import { canonicalJson } from '../../src/artifact/digest.js';
import type { Row } from '../../src/artifact/table.js';
import { errorsIn } from '../../src/claim/significance/discordance.js';
import { meanOf } from '../../src/claim/significance/means.js';
import type { Count } from '../../src/claim/significance/proportions.js';
import type { Predicted } from './networks.js';
import type { SignificanceParameters } from './parameters.js';
import { publishedOf, type Paper } from './published.js';
import { rowWords } from './words.js';

/** A model: its networks, one a replicate, the first of which stands for it where networks are compared. */
export interface Model {
  readonly name: string;
  readonly variables: Row;
  readonly network: Predicted;
  readonly count: Count;
  /** The error rate of each replicate. */
  readonly rates: readonly number[];
  readonly mean: number;
  readonly paper: Paper | undefined;
}

/** In the order of their first networks. Throws BadInput where a published number is of several of them. */
export function modelsOf(
  networks: readonly Predicted[],
  parameters: SignificanceParameters,
): readonly Model[] {
  const replicates = new Map<string, { readonly variables: Row; readonly networks: Predicted[] }>();
  for (const network of networks) {
    const variables = without(network.variables, parameters.over);
    const key = canonicalJson(variables);
    const known = replicates.get(key) ?? { variables, networks: [] };
    known.networks.push(network);
    replicates.set(key, known);
  }
  const models = [...replicates.values()];
  const papers = publishedOf(
    models.map(({ variables }) => variables),
    parameters.published,
  );
  return models.flatMap((model, index) => modelOf(model, papers[index]));
}

function modelOf(
  { variables, networks }: { readonly variables: Row; readonly networks: readonly Predicted[] },
  paper: Paper | undefined,
): readonly Model[] {
  const counts = networks.map(({ mistakes }) => ({ errors: errorsIn(mistakes), examples: mistakes.size }));
  const [[network], [count]] = [networks, counts];
  if (network === undefined || count === undefined) return [];
  const rates = counts.map(({ errors, examples }) => errors / examples);
  const name = paper?.name ?? rowWords(variables);
  return [{ name, variables, network, count, rates, mean: meanOf(rates), paper }];
}

/** The one with the least error rate, or mean of it; of equal ones the first. */
export function bestOf(models: readonly Model[]): Model | undefined {
  return models.reduce<Model | undefined>(
    (best, model) => (best === undefined || model.mean < best.mean ? model : best),
    undefined,
  );
}

function without(variables: Row, over: string): Row {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => name !== over));
}
