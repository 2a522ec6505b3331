import { numbers } from '../../src/statistics/columns.js';
import { quantityTitles } from '../../src/statistics/layers.js';

const { activations, backpropagatedGradients, weightGradients } = quantityTitles;

export const activationColumns = numbers({
  layer: 'layer',
  mean: `mean of ${activations}`,
  sd: `standard deviation of ${activations}`,
  rootMeanSquare: `root mean square of ${activations}`,
  preActivationSd: 'standard deviation of the pre-activation s',
});

export const backpropagatedColumns = numbers({
  layer: 'layer',
  sd: `standard deviation of ${backpropagatedGradients}`,
  relativeToTop: "the same over the top hidden layer's",
});

export const weightGradientColumns = numbers({
  layer: 'layer',
  sd: `standard deviation of ${weightGradients}`,
  relativeToTop: "the same over the top hidden layer's",
});

export const jacobianColumns = numbers({
  layer: 'layer i + 1, whose activations are seen as a function of those of layer i (0 is the input)',
  meanSquaredSingularValue: 'mean squared singular value of ∂z^{i+1}/∂z^i',
  meanSingularValue: 'mean singular value of ∂z^{i+1}/∂z^i (eq. 17)',
  linearMeanSingularValue: 'mean singular value of W: (8/3π)·σ√n where it is n × n and independent',
  meanSquareRatio: 'mean square of the activations of layer i + 1 over that of layer i',
});

export const fixedPointColumns = numbers({
  layer: 'layer that infinitely many are thought like',
  weightVariance: 'σ_w² = fan-in · Var W',
  fixedPoint: 'q*: the variance of pre-activations far up',
  chi: 'χ₁: factor of the mean squared gradient a layer, at q*',
  correlationDepth: 'ξ_c = −1/ln χ₁ (layers; negative where gradients grow)',
  varianceDepth: 'ξ_q: layers in which the variance comes e times nearer to q*',
  trainableDepth: '6·|ξ_c|: how many layers can about be trained',
});
