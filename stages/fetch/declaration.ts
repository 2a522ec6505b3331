import { Type } from '../../src/stage/schema.js';
import { declareStage } from '../../src/stage/contract.js';

/** A terabyte: what is more is a slip of the hand. */
const mostBytes = 2 ** 40;

export const declaration = declareStage({
  name: 'fetch',
  version: 1,
  title: 'A file from the network',
  description:
    'Fetches one file and keeps it in the store. Its SHA-256 says which bytes are meant, so it does not matter who gives them; an interrupted download goes on where it ended. The only stage that uses the network.',
  parameters: Type.Object(
    {
      name: Type.String({
        title: 'Name',
        description: 'What the file is called: a stage that reads several knows them by their names.',
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$',
      }),
      sha256: Type.String({
        title: 'SHA-256',
        description: 'Of the whole file as it is sent, 64 lower-case hexadecimal digits.',
        pattern: '^[0-9a-f]{64}$',
      }),
      bytes: Type.Integer({
        title: 'Size',
        description: 'How many bytes the file has. What is larger is not taken.',
        minimum: 1,
        maximum: mostBytes,
      }),
      from: Type.Array(
        Type.String({
          description:
            'http:// or https://, without a user name or password: these would be in files that are passed on.',
          pattern: '^https?://[^\\s/?#@\\\\]+(?:[/?][^\\s#]*)?$',
          maxLength: 2000,
        }),
        {
          title: 'Addresses',
          description: 'Where the file can be had, tried one after the other. No part of the key.',
          minItems: 1,
          maxItems: 20,
        },
      ),
    },
    { additionalProperties: false },
  ),
  inputs: {},
  outputs: { file: { mediaType: 'application/octet-stream', description: 'The file as it is.' } },
  whereabouts: ['from'],
});
