import { bundle, differencesFrom } from './bundle.ts';

const differences = await differencesFrom(await bundle());
if (differences.length > 0) {
  console.error(`dist/ does not match src/: ${differences.join(', ')}`);
  console.error('Run "npm run build" and commit dist/ with your change.');
  process.exitCode = 1;
}
