/**
 * Stands in for `@actions/exec`, with which `@actions/core` asks for details of the operating system
 * (`platform.getDetails`). The action never does. Without this file each bundle has 46 kB more, 93 kB in
 * all.
 */
export function getExecOutput() {
  throw new Error(
    '@actions/exec is not part of this bundle: platform.getDetails() cannot be used.',
  );
}
