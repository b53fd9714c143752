import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const ALL = ['bundle', 'emulator', 'examples', 'runner', 'scripts', 'src', '__tests__'];

/**
 * The folders that each folder may import from besides itself. Tests may import from everywhere.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const MAY_IMPORT = {
  src: [],
  bundle: [],
  emulator: [],
  runner: ['emulator'],
  scripts: ['emulator', 'runner', 'src'],
  examples: [],
  docs: [],
  '.github': [],
  '.ci': [],
};

/**
 * Forbids paths in every place where one may stand: import, export, import(), require() and URL.
 *
 * @param {string} files
 * @param {string} paths - the beginning of the forbidden ones, as a regular expression without slashes
 */
function forbid(files, paths) {
  const selector = `Literal[value=/^${paths}/]`;
  const message = 'Arrows between folders go one way: see eslint.config.js.';
  /** @type {import('eslint').Linter.RuleEntry} */
  const rule = ['error', { selector, message }];
  return { files: [files], rules: { 'no-restricted-syntax': rule } };
}

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'reports/', '.tools/', '.stryker-tmp/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,js,mjs,cjs}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-duplicate-imports': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  // The tools of these files want a default export.
  { files: ['*.config.js'], rules: { 'no-restricted-exports': 'off' } },
  ...Object.entries(MAY_IMPORT).map(([folder, allowed]) => {
    const forbidden = ALL.filter((other) => other !== folder && !allowed.includes(other));
    return forbid(`${folder}/**`, String.raw`(\.\.\x2F)+(${forbidden.join('|')})\x2F`);
  }),
  // The protocol layer knows nothing of GitHub Actions, and imports nothing from the layer above.
  forbid('src/galaxy-store/**', String.raw`(@actions\x2Fcore|\.\.\x2F)`),
);
