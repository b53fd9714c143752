import type { UserError } from '../user-error.ts';
import * as messages from './messages.ts';
import { isJsonDocument } from './unfold.ts';

const LONGEST_WORD = 300;

/** Whether nothing is there but spaces and quotes. */
export function isBlank(text: string): boolean {
  return /^[\s"'`‘’“”«»]*$/.test(text);
}

/** A document that is refused even if there is a key somewhere in it, since it has another purpose. */
export function explainDocument(texts: readonly string[]): UserError | undefined {
  const json = texts.find(isJsonDocument);
  return json === undefined ? undefined : messages.jsonDocument(json);
}

/** What can be said of a text before its armour and base64 are looked at for their faults. */
export function explainForeignFormat(text: string): UserError | undefined {
  if (text.includes('${{')) return messages.expression();
  if (text.includes('PuTTY-User-Key-File')) {
    return messages.notAKey(
      'holds a key file of PuTTY, which is not what the Galaxy Store issues.',
    );
  }
  return /(?:ssh-|ecdsa-|sk-)[a-z0-9@.-]{3,60} AAAA/.test(text) ? messages.publicKey() : undefined;
}

/** Explains a text in which no trace of a key was found. */
export function explainPlainText(text: string): UserError {
  const word = text
    .trim()
    .replace(/^["'`]|["'`]$/g, '')
    .trim();
  if (word.length <= LONGEST_WORD) {
    if (isReference(word)) return messages.expression();
    if (/^\*+$/.test(word)) {
      return messages.notAKey('holds asterisks only: a masked value was copied from a log.');
    }
    if (isPath(word)) return messages.filePath();
    if (isServiceAccountId(word)) return messages.serviceAccountId();
  }
  return messages.notAKey(
    'holds a text that is no key: it has no BEGIN line, and it is not the base64 text of a key.',
  );
}

function isReference(word: string): boolean {
  return (
    /^(?:\$|\$env:|\$\{|\$\{env:)\w+\}?$/i.test(word) ||
    /^%\w+%$/.test(word) ||
    /^\{?\{?\s*(?:secrets|vars|env)\.[\w-]+\s*\}?\}?$/i.test(word) ||
    /^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/.test(word)
  );
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
function isServiceAccountId(word: string): boolean {
  return word.length >= 8 && word.length <= 64 && /^[a-z0-9-]*\d[a-z0-9-]*$/i.test(word);
}
