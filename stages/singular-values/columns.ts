import { numbers } from '../../src/statistics/columns.js';

export const summaryColumns = numbers({
  layer: 'layer i + 1, whose activations are seen as a function of those of layer i (0 is the input)',
  examples: 'number of examples, each with a Jacobian of its own',
  count: 'number of singular values of each Jacobian',
  meanSingularValue: 'mean singular value of ∂z^{i+1}/∂z^i (eq. 17)',
  standardError: 'standard error of that mean over the examples',
  meanSquaredSingularValue: 'mean squared singular value of ∂z^{i+1}/∂z^i',
  largest: 'largest singular value, mean over the examples',
  smallest: 'smallest singular value, mean over the examples (0: not told from 0)',
  condition: 'largest over smallest',
});

export const valueColumns = numbers({
  layer: 'layer i + 1',
  percent: 'percentage of the singular values that are not larger',
  singularValue: 'singular value of ∂z^{i+1}/∂z^i',
});
