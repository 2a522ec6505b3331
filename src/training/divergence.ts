/** What is said of a training that could not go on in finite numbers. */
export function divergence(update: number, learningRate: number): string {
  const number = String(update).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return (
    `diverged at update ${number} (learning rate ${learningRate}): its cost or a pre-activation is no longer a finite number. ` +
    'What was recorded before it is kept. Try a smaller learningRate.'
  );
}
