import test from 'ava';
import { isDigest } from '../../../src/artifact/digest.js';
import { machineOf } from '../../../src/engine/machine.js';
import { ownThreads } from '../../../src/engine/tensorflow/environment.js';
import { tensorflowFingerprint, variables } from '../../../src/engine/tensorflow/fingerprint.js';
import { testTensorFlow } from './available.js';

test('without being told TensorFlow has one thread; what is no number of threads is not listened to', (t) => {
  const one = { withinOperations: 1, betweenOperations: 1 };
  t.deepEqual(ownThreads({}), one);
  t.deepEqual(ownThreads({ TF_NUM_INTRAOP_THREADS: '0', TF_NUM_INTEROP_THREADS: 'many' }), one);
  t.deepEqual(ownThreads({ TF_NUM_INTRAOP_THREADS: '4' }), { ...one, withinOperations: 4 });
});

test('variables that choose instructions are in the fingerprint, others are not', (t) => {
  const told = { TF_ENABLE_ONEDNN_OPTS: '0', ONEDNN_MAX_CPU_ISA: 'AVX2' };
  const other = { PATH: '/bin', TF_CPP_MIN_LOG_LEVEL: '2', TF_NUM_INTRAOP_THREADS: '2', TF_CLI_ARGS: '' };
  t.deepEqual(variables({ ...told, ...other }), told);
});

test('the portable engine has no fingerprint', async (t) => {
  t.is(await machineOf('portable'), undefined);
});

testTensorFlow('the fingerprint names the library by its bytes, and is the same each time', async (t) => {
  const fingerprint = await tensorflowFingerprint();
  t.deepEqual(await machineOf('tensorflow'), fingerprint);
  t.deepEqual(Object.keys(fingerprint).sort(), ['build', 'package', 'processor', 'threads', 'variables']);
  // Made by the function above: the digests of files, by name.
  const digests = Object.values(fingerprint.build as Readonly<Record<string, string>>);
  t.true(digests.length > 0 && digests.every(isDigest));
});
