import type { Static } from 'typebox';
import { Type } from '../../src/stage/schema.js';

const hessian = Type.Literal('hessian', {
  description:
    'c = h, the mean over the examples of the diagonal of the Hessian in its positive approximation (LeCun, Bottou, Orr and Müller 1998, section 9.1).',
});

const gradientVariance = Type.Literal('gradientVariance', {
  description:
    'c = √v, v the variance over minibatches of 10 examples of their mean gradients: the gradient’s standard deviation.',
});

const gradientVarianceOf = Type.Object(
  {
    name: Type.Literal('gradientVariance'),
    batch: Type.Integer({
      title: 'Minibatch',
      description: 'Examples per minibatch: as many as the training takes.',
      minimum: 1,
      maximum: 1000,
    }),
  },
  { additionalProperties: false, description: '{"name": "gradientVariance", "batch": 1 to 1000}' },
);

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
  return parameter === 'gradientVariance' ? { name: parameter, batch: 10 } : parameter;
}
