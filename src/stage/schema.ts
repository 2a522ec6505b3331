import type { Type as TypeBox } from 'typebox';

/**
 * TypeBox's functions for the schemas that declarations are made of. They give what TypeBox's give, types and all, without loading
 * its 373 modules, which takes longer than all else that a run with nothing to do does.
 */
export const Type = {
  Object: (properties: Properties, options: object = {}) => {
    const required = Object.keys(properties).filter((name) => !('~optional' in (properties[name] ?? {})));
    return schema(
      'Object',
      { type: 'object', ...(required.length > 0 ? { required } : {}), properties },
      options,
    );
  },
  Array: (items: object, options?: object) => schema('Array', { type: 'array', items }, options),
  Record: (key: { readonly pattern?: string }, value: object, options?: object) =>
    schema('Record', { type: 'object', patternProperties: { [key.pattern ?? '^.*$']: value } }, options),
  Union: (anyOf: readonly object[], options?: object) => schema('Union', { anyOf }, options),
  Enum: (values: readonly unknown[], options?: object) => schema('Enum', { enum: values }, options),
  Literal: (value: unknown, options?: object) =>
    schema('Literal', { type: typeof value, const: value }, options),
  String: (options?: object) => schema('String', { type: 'string' }, options),
  Number: (options?: object) => schema('Number', { type: 'number' }, options),
  Integer: (options?: object) => schema('Integer', { type: 'integer' }, options),
  Boolean: (options?: object) => schema('Boolean', { type: 'boolean' }, options),
  Unknown: (options?: object) => schema('Unknown', {}, options),
  Unsafe: (written: object) => marked(written, '~unsafe', null),
  Optional: (inner: object) => marked(inner, '~optional', true),
  // test/stage/schema.test.ts holds each of them to TypeBox's own.
} as unknown as Pick<typeof TypeBox, Used>;

type Used =
  | ('Object' | 'Array' | 'Record' | 'Union' | 'Enum' | 'Literal' | 'Optional')
  | ('String' | 'Number' | 'Integer' | 'Boolean' | 'Unknown' | 'Unsafe');

type Properties = Readonly<Record<string, object>>;

/** A JSON Schema that knows, hidden from JSON, which function made it. */
function schema(kind: string, written: object, options: object = {}): object {
  return hidden({ ...written, ...options }, '~kind', kind);
}

/** The same schema with one more hidden mark. */
function marked(inner: object, name: string, value: unknown): object {
  const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(inner));
  return hidden(copy, name, value);
}

function hidden(target: object, name: string, value: unknown): object {
  return Object.defineProperty(target, name, {
    configurable: true,
    writable: true,
    enumerable: false,
    value,
  });
}
