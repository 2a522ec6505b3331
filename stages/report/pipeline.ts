import type { Static } from 'typebox';
import { Type } from '../../src/stage/schema.js';
import { Value } from 'typebox/value';
import type { Json, JsonObject } from '../../src/artifact/json.js';
import { resolvedClaimSchema } from '../../src/claim/claim.js';

const schema = Type.Object({
  name: Type.String(),
  title: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  claims: Type.Array(resolvedClaimSchema),
  settings: Type.Optional(Type.Array(Type.String())),
  stages: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String(),
        use: Type.String(),
        parameters: Type.Record(Type.String(), Type.Array(Type.Unsafe<Json>({}))),
      }),
    ),
  ),
});

/** What a report is told of its pipeline. Throws TypeError where that is not what the plan promises. */
export function pipelineOf(pipeline: JsonObject): Static<typeof schema> {
  if (Value.Check(schema, pipeline)) return pipeline;
  const [first] = Value.Errors(schema, pipeline);
  throw new TypeError(
    `the pipeline handed to the report: ${first?.instancePath ?? ''} ${first?.message ?? ''}`,
  );
}
