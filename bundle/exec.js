/**
 * Stands in for `@actions/exec` in the bundle. `@actions/core` runs programs only to tell details of
 * the operating system (`platform.getDetails`); this action never asks for them and starts no program.
 */
export function getExecOutput() {
  throw new Error(
    '@actions/exec is not part of this bundle: platform.getDetails() cannot be used.',
  );
}
