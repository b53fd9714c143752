const LONGEST_WORD = 300;

/** What a short text is, if it is neither a key nor an ID. */
export type WordKind = 'reference' | 'no-value' | 'asterisks' | 'placeholder' | 'path';

// Each pattern describes a whole word.

// Notations of the name of a secret or variable, which something should have replaced by its value.
const REFERENCES: readonly RegExp[] = [
  /.*\$\{\{.*|\{\{.*\}\}|<%.*%>|#\{.*\}#?/,
  /\$(?:env:|\{(?:env:)?|\(|!)?[\w.-]+[})]?/i,
  /%\w+%|!\w+!|__[A-Z]\w*__|@@\w+@@/,
  /\{?(?:secrets|vars|env|inputs|github|process\.env|steps|needs|jobs)\.[\w.-]+\}?/i,
  /(?:arn:aws|!(?:Ref|Sub|secret|vault|reference)\s).*/i,
  /(?:op|vault|ref\+\w+|aws-?sm|ssm|gcp-?sm|akv|azurekeyvault|keyring|doppler|bws|secretref|env):\S+/i,
  /(?:secret|kv)\/[\w/-]+[#:\s]\S+|projects\/[\w-]+\/secrets\/.*/,
  /@Microsoft\.KeyVault\(.*|https:\/\/[\w-]+\.vault\.azure\.net\/.*/i,
];

const NO_VALUE =
  /null|nil|none|undefined|nan|n\/a|nothing|empty|true|false|\(null\)|<no value>|<nil>|\[object \w+\]|System\.\S+|\[B@[0-9a-f]+|\w*KeyObject\s?\{.*|[\w.$]+@[0-9a-f]{4,8}|\{\}|\[\]/i;

const PLACEHOLDER =
  /<[^<>]{1,80}>|\[[A-Za-z _-]{3,60}\]|your[ _-][\w -]{2,60}|(?:my|the)[ _][\w ]{0,40}key|changeme|change[ _-]me|todo|tbd|xxx+|\.{3,}|…|redacted|placeholder|secret|example|dummy|test|replace[ _-]me/i;

/** Says what a word stands for. An ID of a service account is none of these. */
export function kindOfWord(text: string): WordKind | undefined {
  const word = bareWord(text);
  if (word === '' || word.length > LONGEST_WORD) return undefined;
  const isAll = (pattern: RegExp): boolean => word.replace(pattern, '') === '';
  if (isAll(/[*•●\s]+/)) return 'asterisks';
  if (isAll(NO_VALUE)) return 'no-value';
  if (REFERENCES.some(isAll)) return 'reference';
  if (isAll(PLACEHOLDER)) return 'placeholder';
  return isPath(word) ? 'path' : undefined;
}

/** The name of a secret alone, in the spelling that GitHub suggests; an ID might look like it. */
export function isNameOfSecret(text: string): boolean {
  return /^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/.test(bareWord(text));
}

function bareWord(text: string): string {
  return text
    .trim()
    .replace(/^["'`]+|["'`]+$/g, '')
    .trim();
}

/** Whether nothing is there but spaces and quotes. */
export function isBlank(text: string): boolean {
  return /^[\s"'`‘’“”«»]*$/.test(text);
}

function isPath(word: string): boolean {
  if (/[\r\n]/.test(word)) return false;
  return (
    /^(?:~|\.{1,2}|[a-z]:|@|[a-z]{2,8}:\/)?[\\/]/i.test(word) ||
    /\.(?:txt|pem|key|p8|p12|pfx|jks|keystore|der|crt|cer|json|pub|ppk)\)?$/i.test(word) ||
    /^[^\s+=]*[\\/][^\s+=]*$/.test(word)
  );
}

// The form of an ID is not documented, so any short word with a digit counts.
export function looksLikeId(text: string): boolean {
  const word = bareWord(text);
  return word.length >= 8 && word.length <= 64 && /^[a-z0-9-]*\d[a-z0-9-]*$/i.test(word);
}

/**
 * Whether a text is a JSON object or array, or the beginning of one. An array of the lines of a PEM is
 * none: nothing but the key stands in it.
 */
export function isJsonDocument(text: string): boolean {
  return /^[\s'"`]*(?:\{\s*["'}]|\[\s*(?!["'][- ]*BEGIN[^"',]*["'],)["'\]{])/.test(text);
}
