/**
 * The actions of others that may be used here, each with its version and the commit that this version's
 * tag points to. Dependabot changes the workflows and not this list: whoever changes it has compared the
 * commit with the release of that action.
 */
export const PINNED_ACTIONS: Readonly<Record<string, string>> = {
  'actions/attest-build-provenance': 'a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32 # v4.1.0',
  'actions/checkout': '3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  'actions/dependency-review-action': '2031cfc080254a8a887f58cffee85186f0e49e48 # v4.9.0',
  'actions/download-artifact': '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
  'actions/setup-node': '820762786026740c76f36085b0efc47a31fe5020 # v7.0.0',
  'actions/upload-artifact': 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0',
  'github/codeql-action/analyze': '8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2',
  'github/codeql-action/init': '8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2',
  'github/codeql-action/upload-sarif': '8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2',
  'ossf/scorecard-action': '2d1146689b8cda280b9bc96326124645441f03bc # v2.4.4',
};
