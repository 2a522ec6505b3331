import type { Static } from 'typebox';
import { Type } from '../../src/stage/schema.js';
import type { Mistake } from '../../src/stage/contract.js';
import { namedForm } from '../../src/stage/named-form.js';

/** Examples per minibatch where it is not said. */
const usualBatch = 10;

const hessian = Type.Literal('hessian', {
  description:
    'c = h, the mean over the examples of the diagonal of the Hessian in its positive approximation (LeCun, Bottou, Orr and Müller 1998, section 9.1).',
});

const gradientVariance = Type.Literal('gradientVariance', {
  description:
    'c = √v, v the variance over minibatches of 10 examples of their mean gradients: the gradient’s standard deviation.',
});

const gradientVarianceOf = namedForm('gradientVariance', {
  batch: Type.Integer({
    title: 'Minibatch',
    description: 'Examples per minibatch: as many as the training takes.',
    minimum: 1,
    maximum: 1000,
  }),
});

export const methodParameter = Type.Union([hessian, gradientVariance, gradientVarianceOf], {
  title: 'Method',
  description:
    'What c is. hessian: the diagonal of the Hessian. gradientVariance: the standard deviation of the gradients of minibatches of 10 examples; of others, {"name": "gradientVariance", "batch": 100}. See docs/rates.md.',
  default: 'hessian',
});

export type MethodParameter = Static<typeof methodParameter>;

/** What is measured, with the examples of a minibatch where there are minibatches. */
export type Method =
  { readonly name: 'hessian' } | { readonly name: 'gradientVariance'; readonly batch: number };

export function methodOf(parameter: MethodParameter): Method {
  if (parameter === 'hessian') return { name: parameter };
  return parameter === 'gradientVariance' ? { name: parameter, batch: usualBatch } : parameter;
}

/** By its name alone where its minibatches are the usual ones. */
export function normalisedMethod(parameter: MethodParameter): MethodParameter {
  return typeof parameter === 'object' && parameter.batch === usualBatch ? parameter.name : parameter;
}

/** One minibatch alone has no variance. */
export function minibatchMistakes(examples: number, method: Method): readonly Mistake[] {
  if (method.name === 'hessian') return [];
  const { batch } = method;
  if (examples % batch === 0 && examples >= 2 * batch) return [];
  return [
    {
      at: { parameter: ['examples'] },
      rule: `is ${examples}, which is not two or more whole minibatches of ${batch}.`,
      remedy: `Take ${Math.max(2, Math.ceil(examples / batch)) * batch}.`,
    },
  ];
}
