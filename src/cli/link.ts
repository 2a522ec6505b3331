import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs';

/**
 * After a build in this repository: lets `npx samebits` find the command at once. Without the link npx still finds it, but first
 * takes ten seconds to install the folder into its cache; so where links cannot be made, nothing is lost.
 */
const bin = 'node_modules/.bin';
if (process.platform !== 'win32' && existsSync(bin)) {
  chmodSync('dist/src/cli/main.js', 0o755);
  rmSync(`${bin}/samebits`, { force: true });
  symlinkSync('../../dist/src/cli/main.js', `${bin}/samebits`);
}
