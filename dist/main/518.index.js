"use strict";
exports.id = 518;
exports.ids = [518];
exports.modules = {

/***/ 4728:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   OT: () => (/* binding */ kindOfWord),
/* harmony export */   TO: () => (/* binding */ isNameOfSecret),
/* harmony export */   j$: () => (/* binding */ looksLikeId),
/* harmony export */   sy: () => (/* binding */ isJsonDocument),
/* harmony export */   z3: () => (/* binding */ isBlank)
/* harmony export */ });
const LONGEST_WORD = 300;
// Each pattern describes a whole word.
// Notations of the name of a secret or variable, which something should have replaced by its value.
const REFERENCES = [
    /.*\$\{\{.*|\{\{.*\}\}|<%.*%>|#\{.*\}#?/,
    /\$(?:env:|\{(?:env:)?|\(|!)?[\w.-]+[})]?/i,
    /%\w+%|!\w+!|__[A-Z]\w*__|@@\w+@@/,
    /\{?(?:secrets|vars|env|inputs|github|process\.env|steps|needs|jobs)\.[\w.-]+\}?/i,
    /(?:arn:aws|!(?:Ref|Sub|secret|vault|reference)\s).*/i,
    /(?:op|vault|ref\+\w+|aws-?sm|ssm|gcp-?sm|akv|azurekeyvault|keyring|doppler|bws|secretref|env):\S+/i,
    /(?:secret|kv)\/[\w/-]+[#:\s]\S+|projects\/[\w-]+\/secrets\/.*/,
    /@Microsoft\.KeyVault\(.*|https:\/\/[\w-]+\.vault\.azure\.net\/.*/i,
];
const NO_VALUE = /null|nil|none|undefined|nan|n\/a|nothing|empty|true|false|\(null\)|<no value>|<nil>|\[object \w+\]|System\.\S+|\[B@[0-9a-f]+|\w*KeyObject\s?\{.*|[\w.$]+@[0-9a-f]{4,8}|\{\}|\[\]/i;
const PLACEHOLDER = /<[^<>]{1,80}>|\[[A-Za-z _-]{3,60}\]|your[ _-][\w -]{2,60}|(?:my|the)[ _][\w ]{0,40}key|changeme|change[ _-]me|todo|tbd|xxx+|\.{3,}|…|redacted|placeholder|secret|example|dummy|test|replace[ _-]me/i;
/** Says what a word stands for. An ID of a service account is none of these. */
function kindOfWord(text) {
    const word = bareWord(text);
    if (word === '' || word.length > LONGEST_WORD)
        return undefined;
    const isAll = (pattern) => word.replace(pattern, '') === '';
    if (isAll(/[*•●\s]+/))
        return 'asterisks';
    if (isAll(NO_VALUE))
        return 'no-value';
    if (REFERENCES.some(isAll))
        return 'reference';
    if (isAll(PLACEHOLDER))
        return 'placeholder';
    return isPath(word) ? 'path' : undefined;
}
/** The name of a secret alone, in the spelling that GitHub suggests; an ID might look like it. */
function isNameOfSecret(text) {
    return /^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/.test(bareWord(text));
}
function bareWord(text) {
    return text
        .trim()
        .replace(/^["'`]+|["'`]+$/g, '')
        .trim();
}
/** Whether nothing is there but spaces and quotes. */
function isBlank(text) {
    return /^[\s"'`‘’“”«»]*$/.test(text);
}
function isPath(word) {
    if (/[\r\n]/.test(word))
        return false;
    return (/^(?:~|\.{1,2}|[a-z]:|@|[a-z]{2,8}:\/)?[\\/]/i.test(word) ||
        /\.(?:txt|pem|key|p8|p12|pfx|jks|keystore|der|crt|cer|json|pub|ppk)\)?$/i.test(word) ||
        /^[^\s+=]*[\\/][^\s+=]*$/.test(word));
}
// The form of an ID is not documented, so any short word with a digit counts.
function looksLikeId(text) {
    const word = bareWord(text);
    return word.length >= 8 && word.length <= 64 && /^[a-z0-9-]*\d[a-z0-9-]*$/i.test(word);
}
/**
 * Whether a text is a JSON object or array, or the beginning of one. An array of the lines of a PEM is
 * none: nothing but the key stands in it.
 */
function isJsonDocument(text) {
    return /^[\s'"`]*(?:\{\s*["'}]|\[\s*(?!["'][- ]*BEGIN[^"',]*["'],)["'\]{])/.test(text);
}


/***/ }),

/***/ 8609:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readPrivateKey: () => (/* binding */ readPrivateKey)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ../src/attempt.ts
var attempt = __webpack_require__(5782);
// EXTERNAL MODULE: ../src/pasted-text.ts
var pasted_text = __webpack_require__(4728);
;// CONCATENATED MODULE: ../src/private-key/decodings.ts
/** How a key in DER begins, in PKCS#8 and in PKCS#1 of two primes or more, of at least 1024 bits. */
const DER_BEGINNING = /MII[A-Za-z0-9+/]{2}[AQgw]IBA(?:[AQ]K[BC]|DAN)|3082[0-9a-fA-F]{4}02010[01](?:028[12]|300[dD])/g;
/** The same less strictly, and how PEM, base64 of PEM, and base64 of DER begin. */
const BEGINNING = /MII[A-Za-z0-9+/]{2}[AQgw]IBA[ADQ]|LS0tLS1CRUdJTi|TFMwdExT|TUlJ|3082[0-9a-fA-F]{4}0201|(?:2[dD]){5}42/g;
/** Base64 in one line or several, with nothing else between them. */
const WRAPPED_RUNS = /[A-Za-z0-9+/]{16,}(?:\s+[A-Za-z0-9+/]+)*/g;
// Lines of a key have more columns, and a key has more lines, than chance makes look alike.
const FEWEST_COLUMNS = 16;
const MOST_COLUMNS = 132;
const FEWEST_LINES = 10;
/** No text has so many keys, and to read on from each beginning takes time. */
const MOST_BEGINNINGS = 20;
/** Writes base64url in the usual alphabet (RFC 4648, sections 4 and 5). */
function toBase64(text) {
    return text.replaceAll('-', '+').replaceAll('_', '/');
}
/** All base64 characters of a text in one piece. */
function joinedBase64(text) {
    return text.replace(/[^A-Za-z0-9+/]+/g, '');
}
function matchesOf(pattern, text) {
    return Array.from(text.matchAll(pattern), ([match]) => match);
}
/** The longest stretch of base64 of a text, which may be in several lines. */
function longestRun(text) {
    const runs = matchesOf(WRAPPED_RUNS, text).map(joinedBase64);
    return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}
/** What may be a key, as many digits from its beginning on as its length says. */
function* keyDigitsIn(text) {
    const joined = joinedBase64(text);
    for (const body of new Set([joined, text])) {
        for (const { index } of [...body.matchAll(DER_BEGINNING)].slice(0, MOST_BEGINNINGS)) {
            if (isInner(body, index))
                continue;
            const encoding = encodingAt(body, index);
            const length = 4 + Buffer.from(body.slice(index, index + 8), encoding).readUInt16BE(2);
            const count = Math.ceil(encoding === 'hex' ? 2 * length : (4 / 3) * length);
            const whole = [body.slice(index, index + count)];
            for (const digits of body === joined ? whole : lineByLine(body, index, count)) {
                yield { digits, der: Buffer.from(digits, encoding) };
            }
        }
    }
}
function encodingAt(text, beginning) {
    return text[beginning] === '3' ? 'hex' : 'base64';
}
/**
 * So many digits, without what stands between long runs of them: line numbers, times, operators. The
 * last line may be as short as these, so it is the run that has the length that is missing.
 */
function* lineByLine(text, start, count) {
    let digits = '';
    for (const [run] of text.slice(start, start + 4 * count).matchAll(/[A-Za-z0-9+/]+/g)) {
        if (run.length === count - digits.length)
            yield digits + run;
        if (run.length >= FEWEST_COLUMNS)
            digits += run;
    }
}
/**
 * Whether a key stands inside of another structure, such as a key for RSA-PSS, or PKCS#8 whose header
 * was changed. Either is no key that may be used, whatever its inside is worth.
 */
function isInner(text, start) {
    const before = joinedBase64(text.slice(Math.max(0, start - 320), start));
    const bytes = Buffer.from(before.slice(before.length % 4), encodingAt(text, start));
    return /2a864886f70d0101|0482....$/.test(bytes.toString('hex'));
}
/**
 * Each undoes one thing that happens to keys. Which of them are needed, and in which order, is found
 * out by trying: what comes out is a key only if it proves to be one.
 */
const REPAIRS = [
    (text) => withoutSeparators(joinedBase64(text)),
    (text) => withoutSeparators(matchesOf(/[A-Za-z0-9+/]{16,}/g, text).join('')),
    (text) => [toBase64(text)],
    // Bytes in hexadecimal, each on its own
    (text) => [text.replace(/0x|\\x/gi, '')],
    // A form's `+` became a space.
    (text) => [text.replaceAll(' ', '+')],
];
/**
 * Takes out the characters that come back after each line of a key, such as the `n` of a `\n` that lost
 * its backslash, or the `+` of a diff: three of them at the most.
 */
function withoutSeparators(base64) {
    const beginnings = [...base64.matchAll(BEGINNING)].slice(0, 8);
    const outer = beginnings.filter(({ index }) => !isInner(base64, index));
    return outer.map(({ index }) => {
        let body = base64.slice(index);
        for (let size = 0; size < 3; size += 1) {
            const width = separatedWidth(body);
            if (width !== undefined)
                body = body.replace(new RegExp(`(.{${width}}).`, 'g'), '$1');
        }
        return body;
    });
}
/** After how many characters the same one comes back most often. */
function separatedWidth(body) {
    let most = FEWEST_LINES - 1;
    let best;
    for (let width = FEWEST_COLUMNS; width < MOST_COLUMNS; width += 1) {
        let lines = 0;
        while (body[width] && body[width] === body[width + lines * (width + 1)])
            lines += 1;
        if (lines > most)
            [most, best] = [lines, width];
    }
    return best;
}
/** The texts that stand in base64 or hexadecimal inside of a text, and the digits of each. */
function innerTexts(text) {
    const bodies = new Set([...matchesOf(WRAPPED_RUNS, text), text].map(joinedBase64));
    return [...bodies].flatMap((digits) => {
        const isHex = !/[^0-9a-f]/i.test(digits);
        const inner = toText(Buffer.from(digits, isHex ? 'hex' : 'base64'));
        // Bytes that are no text hold an invalid or a control character early on.
        const isBinary = /[\ufffd\0-\u0008\u000e-\u001f\u007f]/.test(inner.slice(0, 28));
        return inner.length < 4 || isBinary ? [] : [{ text: inner, digits }];
    });
}
// Windows writes UTF-16, in which every second byte of what is nearly ASCII is zero.
function toText(bytes) {
    const zeros = bytes.subarray(0, 64).filter((byte, at) => byte === 0 && at % 2 === 1);
    return zeros.length > 16 ? bytes.toString('utf16le') : bytes.toString().replaceAll('\0', '');
}

;// CONCATENATED MODULE: ../src/private-key/jwk.ts



// RFC 7518, section 6.3: the numbers of an RSA private key. All of them are long, except for `e`.
const MEMBER = /\b(n|e|d|p|q|dp|dq|qi)["']?\s{0,9}:\s{0,9}["']?([\w-]{3,3000})/g;
/** Whether a text is a JWK (RFC 7517), and no document around one. */
function isJwk(text) {
    return /\bkty\b/.test(text) && text.split('{', 3).length < 3;
}
/** The RSA private key in a JWK, and the digits of its numbers. Whether the numbers fit is not checked. */
function readJwk(text) {
    const key = { kty: 'RSA' };
    for (const [, name = '', value = ''] of text.matchAll(MEMBER))
        key[name] = value;
    const der = (0,attempt/* attempt */.C)(() => (0,external_node_crypto_.createPrivateKey)({ key, format: 'jwk' }).export({ type: 'pkcs1', format: 'der' }));
    return der ? [{ der, digits: toBase64(Object.values(key).slice(1).join('')) }] : [];
}

// EXTERNAL MODULE: ../src/user-error.ts
var user_error = __webpack_require__(3783);
;// CONCATENATED MODULE: ../src/private-key/messages.ts

const NEEDED = 'The RSA private key of the service account is needed';
const SOURCE = 'Samsung issues the key in Seller Portal → Assistance → API Service → Create Service Account → ' +
    'Download Key and shows it once; if it is lost, create a new service account (a seller may have five).';
const STORE = 'Store the content of the downloaded file, for example with ' +
    '`gh secret set GALAXY_STORE_PRIVATE_KEY < privateKey.txt`.';
const PRIVATE = `the private key, which begins with \`BEGIN PRIVATE KEY\` or \`BEGIN RSA PRIVATE KEY\`. ${SOURCE}`;
/** What the input holds, as the words after `private-key`, unless more is known. */
const FOUND = {
    'private-key-is-too-short': 'holds an RSA private key of less than 2048 bits.',
    'private-key-is-too-long': 'is longer than 128 KiB, and a private key takes less than 16 KiB.',
    'private-key-is-not-rsa': 'holds a private key for another algorithm than RSA.',
    'private-key-is-encrypted': 'holds a private key that is encrypted with a passphrase.',
    'private-key-is-in-openssh-format': "holds a private key in OpenSSH's own format.",
    'private-key-is-damaged': 'holds a damaged private key.',
    'private-key-is-a-certificate-request': 'holds a certificate request.',
    'private-key-is-a-certificate': 'holds a certificate.',
    'private-key-is-a-public-key': 'holds a public key.',
    'private-key-is-not-a-key': 'holds a text that is no key: no BEGIN line, and no base64 of a key.',
    'private-key-missing': 'is missing or blank.',
    'private-key-is-a-json-document': 'holds a JSON document. No private key was found in it.',
    'private-key-is-an-expression': 'holds the name of a secret or variable instead of its value.',
    'private-key-is-not-the-only-one': 'holds two different RSA private keys.',
    'private-key-is-a-placeholder': 'holds a word that stands for the key, and not the key.',
    'private-key-is-a-file-path': 'holds a file path or an address, but the action reads no files.',
    'private-key-is-the-service-account-id': 'holds what looks like a service account ID.',
};
/** Of several things in one text, that which comes closest to the key that is needed is explained. */
const CLOSEST_FIRST = Object.keys(FOUND);
/** What to do. */
const ADVICE = {
    'private-key-is-too-short': `At least 2048 bits are needed for RS256 (RFC 7518, section 3.3). A key cannot be made longer, so create a new service account. ${SOURCE}`,
    'private-key-is-too-long': `${NEEDED}, and nothing else. ${STORE}`,
    'private-key-is-not-rsa': `${NEEDED}: the Galaxy Store accepts RS256 signatures only. No key can be converted to another algorithm, so this is not the key of the account. ${SOURCE}`,
    'private-key-is-encrypted': 'The action cannot decrypt it, because nobody can type a passphrase during a job. Decrypt it first, if it is PEM with `openssl pkey -in FILE -out NEW-FILE`, and store the content of NEW-FILE. The key that Samsung issues is not encrypted: is this the right file?',
    'private-key-is-in-openssh-format': 'PKCS#8 or PKCS#1 is needed. Convert a copy of the file with `ssh-keygen -p -m PEM -N "" -f FILE`, which rewrites FILE, and store its content. The key that Samsung issues is not in this format: is this the right file?',
    'private-key-is-damaged': `${NEEDED}, whole and unchanged. ${STORE} ${SOURCE}`,
    'private-key-is-a-certificate-request': `The Galaxy Store needs none; another file is needed, ${PRIVATE}`,
    'private-key-is-a-certificate': `A certificate contains a public key only; another file is needed, ${PRIVATE}`,
    'private-key-is-a-public-key': `A public key cannot sign; the other file of the pair is needed, ${PRIVATE}`,
    'private-key-is-not-a-key': `${NEEDED}. ${STORE} ${SOURCE}`,
    'private-key-missing': `${NEEDED}. Check that the secret exists and that the workflow spells its name in the same way: a name that does not exist gives an empty value. Secrets do not reach workflows that run for a pull request from a fork, nor those that run for Dependabot, which has secrets of its own. ${STORE} ${SOURCE}`,
    'private-key-is-a-json-document': `${NEEDED}, without a document around it. ${SOURCE}`,
    'private-key-is-an-expression': `${NEEDED}. In a workflow write \`private-key: \${{ secrets.GALAXY_STORE_PRIVATE_KEY }}\`, with the name of your secret. If the workflow is right, the secret itself holds the name. ${STORE}`,
    'private-key-is-not-the-only-one': `Which of them belongs to the service account cannot be seen from the keys. Store one alone: the one that was downloaded for the ID in \`service-account-id\`. If you do not know which one that is, create a new service account. ${STORE}`,
    'private-key-is-a-placeholder': `${NEEDED}. Check what stored the secret: it stored this instead of the key. ${STORE} ${SOURCE}`,
    'private-key-is-a-file-path': `${NEEDED}: give its text. ${STORE}`,
    'private-key-is-the-service-account-id': `The two inputs may be swapped: check which secret goes to \`service-account-id\` and which to \`private-key\`. ${NEEDED}, a text of some 1700 characters. ${SOURCE}`,
};
/** Refuses the key. Neither text quotes any of it. */
function refuse(topic, found = FOUND[topic]) {
    return new user_error/* UserError */.yo(topic, `private-key ${found} ${ADVICE[topic]}`);
}

;// CONCATENATED MODULE: ../src/private-key/formats.ts



function explain(signs, text) {
    const sign = signs.find(([pattern]) => pattern.test(text));
    return sign && refuse(sign[1], sign[2] && `holds ${sign[2]}.`);
}
const JWKS = [
    [/^(?!.*\bd["']?:)/s, 'private-key-is-a-public-key'],
    [/\bcrv\b/, 'private-key-is-not-rsa'],
    [/^/, 'private-key-is-damaged', 'a JWK, of which a number is missing or was changed'],
];
const DOCUMENT = 'private-key-is-a-json-document';
const DOCUMENTS = [
    [/"client_email"|"service_account"/, DOCUMENT, 'what looks like an account file of Google'],
    [/PRIVATE\s{0,3}KEY|"MII|"kty"/, DOCUMENT, 'a JSON document: paste its field with the key only'],
    [/^/, DOCUMENT],
];
const ENCRYPTED = 'private-key-is-encrypted';
const NO_KEY = 'private-key-is-not-a-key';
const SSH_KEY = /(?:ssh-|ecdsa-|sk-)[a-z0-9@.-]{3,60} AAAA|\bAAAA[A-Z]3NzaC1/;
const BYTE_VALUES = /^[^\d-]{0,40}(?:-?\d{1,3}[\s,;]{1,3}){20}|<Buffer [0-9a-f]{2} /;
const FINGERPRINT = /\b(?:SHA256|SHA1|MD5)(?::| Fingerprint=)[\w+/]|^(?:[0-9a-f]{2}:){15,63}[0-9a-f]{2}$/i;
const FORMATS = [
    [/\$\{\{/, 'private-key-is-an-expression'],
    [/age-encryption\.org\/v1|BEGIN AGE ENCRYPTED/, ENCRYPTED, 'a text that is encrypted by age'],
    [/BEGIN PGP MESSAGE/, ENCRYPTED, 'a text that is encrypted by PGP'],
    [/ENC\[AES256_GCM,|^sops:$/m, ENCRYPTED, 'a text that is encrypted by SOPS'],
    [/\$ANSIBLE_VAULT;/, ENCRYPTED, 'a text that is encrypted by Ansible Vault'],
    [/\bvault:v\d/, ENCRYPTED, 'a text that is encrypted by HashiCorp Vault'],
    [/Salted__|U2FsdGVkX1/, ENCRYPTED, 'a text that is encrypted by `openssl enc`'],
    [/\beyJ[\w-]+(?:\.[\w-]*){4}/, ENCRYPTED, 'a text that is encrypted by JWE'],
    [SSH_KEY, 'private-key-is-a-public-key'],
    [BYTE_VALUES, NO_KEY, 'a list of the values of bytes instead of a text'],
    [/PuTTY-User-Key-File/, NO_KEY, 'a key file of PuTTY, which is not what the Galaxy Store issues'],
    [/AGE-SECRET-KEY-1/, NO_KEY, 'a key of age, which is not what the Galaxy Store issues'],
    [/\beyJ[\w-]+\.[\w-]+\./, NO_KEY, 'a JWT (a signed token) instead of a key'],
    [FINGERPRINT, NO_KEY, 'a fingerprint, which identifies a key and is none'],
    [/<RSAKeyValue>/, NO_KEY, 'an RSA key in the XML of .NET: use `ExportPkcs8PrivateKeyPem()`'],
    [/<!doctype html|<html/i, NO_KEY, 'a page of HTML instead of a key'],
    [/<\?xml|^<(\w+)\b[^]*<\/\1>$/, NO_KEY, 'an XML document instead of a key'],
    [/\b(?:H4sI|UEsDB)/, NO_KEY, 'compressed data (gzip or ZIP) instead of a text'],
    [/^\ufffd{4}|\/u3\+7Q|\bzs7Ozg/, NO_KEY, 'a key store of Java instead of a private key'],
    [/^0\ufffd/, NO_KEY, 'a binary file (DER or a key store), damaged by storing it as text'],
];
/** Explains texts, each inside of the one before it, by the first that is a document or a known format. */
function diagnoseFormat(texts) {
    const documents = texts.filter((text) => isJwk(text) || (0,pasted_text/* isJsonDocument */.sy)(text));
    const json = documents.at(-1);
    const signs = documents.every(isJwk) ? JWKS : [...FORMATS, ...DOCUMENTS];
    const problems = texts.map((text) => json !== undefined && documents.includes(text) ? explain(signs, json) : explain(FORMATS, text));
    return problems.find((problem) => problem !== undefined);
}
const PLACEHOLDER = 'private-key-is-a-placeholder';
const WORDS = {
    reference: ['private-key-is-an-expression'],
    asterisks: [PLACEHOLDER, 'holds asterisks only: a masked value was copied from a log.'],
    'no-value': [PLACEHOLDER, 'holds what a program prints in place of a value.'],
    placeholder: [PLACEHOLDER],
    path: ['private-key-is-a-file-path'],
};
function diagnoseWord(text) {
    const kind = (0,pasted_text/* kindOfWord */.OT)(text) ?? ((0,pasted_text/* isNameOfSecret */.TO)(text) ? 'reference' : undefined);
    if (kind !== undefined)
        return refuse(...WORDS[kind]);
    return (0,pasted_text/* looksLikeId */.j$)(text) ? refuse('private-key-is-the-service-account-id') : undefined;
}
// A sequence of any length, in hexadecimal.
const S = '30(?:82.{4}|81..|[0-7].)';
/**
 * The headers of structures in hexadecimal, intact or not. RFC 2986 (PKCS#10), RFC 5958 section 3 with the
 * PKCS#5 and PKCS#12 algorithms, RFC 7292 (PKCS#12, version 3) and Java's own store, OpenSSH, and what
 * counts as a damaged private key: RFC 5958 (PKCS#8: versions 0 and 1), RFC 8017 (PKCS#1), RFC 5915 (EC).
 */
const STRUCTURES = [
    [new RegExp(`^${S}${S}020100${S}`), 'private-key-is-a-certificate-request'],
    [new RegExp(`^${S}${S}06..2a864886f70d01(?:05|0c01)`), ENCRYPTED],
    [new RegExp(`^${S}02010330|^feedfeed|^cececece`), NO_KEY, 'a key store (PKCS#12 or Java)'],
    [/^6f70656e7373682d6b65792d763100/, 'private-key-is-in-openssh-format'],
    [new RegExp(`^${S}0201(?:00(?:02|30)|01(?:04|30))`), 'private-key-is-damaged'],
];
/** The label of a PEM block in its first line, and the headers that stand inside of it. */
const LABELS = [
    [/^PGP/, NO_KEY, 'a PGP key, which is not what the Galaxy Store issues'],
    [/PUBLICKEY\n/, 'private-key-is-a-public-key'],
    [/REQUEST\n/, 'private-key-is-a-certificate-request'],
    [/CERTIFICATE\n/, 'private-key-is-a-certificate'],
    [/^(?:OPENSSH|SSH2)/, 'private-key-is-in-openssh-format'],
    [/ENCRYPTED|DEK-Info/, ENCRYPTED],
    [/(?:EC|DSA)PRIVATE/, 'private-key-is-not-rsa'],
];

;// CONCATENATED MODULE: ../src/private-key/pem.ts
// Dashes are not part of it: word processors replace them and people select without them. Spaces
// may be missing or of any kind. Every repetition is bounded, so that the work stays linear.
const BOUNDARY = /(?:BEGIN|END)\s{0,4}(?:(?:NEW|TRUSTED|X509|ENCRYPTED|OPENSSH|SSH2|RSA|EC|DSA|PGP|ANY)\s{0,4}){0,4}(?:PRIVATE\s{0,4}KEY|PUBLIC\s{0,4}KEY|CERTIFICATE\s{0,4}REQUEST|CERTIFICATE)/gi;
/**
 * Cuts a text at its BEGIN and END lines (RFC 7468). One of the two is enough, and text without any is
 * one block; what stands outside of them, such as bag attributes, is left out.
 */
function findPemBlocks(text) {
    const matches = [...text.matchAll(BOUNDARY)].slice(0, 200);
    if (matches.length === 0)
        return [{ label: '', body: text, hasBegin: false, hasEnd: false }];
    const boundaries = matches.map(({ 0: line, index: start }) => {
        const words = line.replace(/\s/g, '').toUpperCase();
        const isBegin = words.startsWith('BEGIN');
        return { label: words.slice(isBegin ? 5 : 3), isBegin, start, end: start + line.length };
    });
    return boundaries.flatMap(({ label, isBegin, start, end }, at) => {
        const [last, next] = [boundaries[at - 1], boundaries[at + 1]];
        const [body, hasEnd] = [text.slice(end, next?.start), next?.isBegin === false];
        if (isBegin)
            return { label, body, hasBegin: true, hasEnd };
        if (last?.isBegin === true)
            return [];
        return { label, body: text.slice(last?.end, start), hasBegin: false, hasEnd: true };
    });
}

// EXTERNAL MODULE: ../src/private-key/rsa-key.ts
var rsa_key = __webpack_require__(7737);
;// CONCATENATED MODULE: ../src/private-key/diagnosis.ts








/**
 * Explains why there is no key that can be used. What stands inside of base64 is named as it is outside.
 *
 * @param texts the input and the texts inside of it, outermost first
 */
function diagnose(texts) {
    if (texts.some(pasted_text/* isBlank */.z3))
        return refuse('private-key-missing');
    const format = diagnoseFormat(texts);
    if (format)
        return format;
    // What is inside says more than the base64 around it.
    const innermostFirst = texts.toReversed();
    const blocks = innermostFirst.flatMap(findPemBlocks);
    const problems = blocks.flatMap((block) => diagnoseBlock(block) ?? []);
    problems.sort((a, b) => CLOSEST_FIRST.indexOf(a.topic) - CLOSEST_FIRST.indexOf(b.topic));
    const words = innermostFirst.map(diagnoseWord);
    return problems[0] ?? words.find(Boolean) ?? refuse('private-key-is-not-a-key');
}
function diagnoseBlock(block) {
    const body = toBase64(block.body.replace(/-{3,}/g, ''));
    const joined = joinedBase64(body);
    const fromKey = joined.slice(Math.max(0, joined.search(/MII[A-P]/)));
    const hex = body.replace(/0x|[^0-9a-f]/gi, '');
    // Where nothing but lines of digits is there, none of them is a decoration.
    const problem = diagnoseDigits(joined, 'base64', joined === longestRun(body), block) ??
        diagnoseDigits(fromKey, 'base64', false, block) ??
        diagnoseDigits(hex, 'hex', hex === joined, block) ??
        explain(LABELS, `${block.label}\n${block.body}`);
    const loss = problem ? undefined : describeLoss(block);
    return loss === undefined ? problem : refuse('private-key-is-damaged', `holds ${loss}.`);
}
function diagnoseDigits(digits, encoding, isSure, { label, hasEnd }) {
    const bytes = Buffer.from(digits, encoding);
    const problem = diagnoseWhole(bytes) ?? explain(STRUCTURES, bytes.toString('hex', 0, 32));
    if (problem?.topic !== 'private-key-is-damaged')
        return problem;
    // The label of another algorithm says more than the damage does.
    if (/(?:EC|DSA)PRIVATE/.test(label))
        return undefined;
    const expected = isSure ? ((0,rsa_key/* declaredLength */.Rj)(bytes) ?? 0) : 0;
    const extra = digits.length - Math.ceil(expected * (encoding === 'hex' ? 2 : 4 / 3));
    const damage = describeDamage(bytes, expected, extra, hasEnd);
    return refuse('private-key-is-damaged', `holds a ${damage}.`);
}
function diagnoseWhole(bytes) {
    const key = bytes.subarray(0, (0,rsa_key/* declaredLength */.Rj)(bytes));
    const { bits = 0, isProven } = (0,rsa_key/* readRsaKey */.c1)(key) ?? {};
    const found = `holds an RSA private key of ${bits} bits.`;
    if (bits > rsa_key/* MOST_BITS */.fE) {
        return refuse('private-key-is-too-long', `${found} At most ${rsa_key/* MOST_BITS */.fE} bits are supported.`);
    }
    if (isProven && bits < rsa_key/* FEWEST_BITS */.Oo)
        return refuse('private-key-is-too-short', found);
    for (const type of ['pkcs8', 'sec1']) {
        const other = (0,attempt/* attempt */.C)(() => (0,external_node_crypto_.createPrivateKey)({ key, format: 'der', type }).asymmetricKeyType);
        const kind = `holds a private key for ${other?.toUpperCase()}, which makes no RS256 signatures.`;
        // OpenSSL forgives some damage that an RSA key has.
        if (other === 'rsa')
            return undefined;
        if (other !== undefined)
            return refuse('private-key-is-not-rsa', kind);
    }
    const isPublic = ['spki', 'pkcs1'].some((type) => (0,attempt/* attempt */.C)(() => (0,external_node_crypto_.createPublicKey)({ key, format: 'der', type })));
    if (isPublic)
        return refuse('private-key-is-a-public-key');
    return (0,attempt/* attempt */.C)(() => new external_node_crypto_.X509Certificate(key)) && refuse('private-key-is-a-certificate');
}
/** Says of a damaged key only what was counted. */
function describeDamage(bytes, expected, extra, hasEnd) {
    if (expected === 0) {
        return 'damaged private key: other characters stand between its own, or some of its own are missing or were changed';
    }
    if (extra > 0) {
        return `damaged private key: ${extra} characters more than a key of its length stand ${hasEnd ? 'before its END line' : 'after its beginning'}`;
    }
    if (bytes.length >= expected) {
        return (0,rsa_key/* readRsaKey */.c1)(bytes)
            ? 'damaged RSA private key: its numbers contradict each other, so characters were changed'
            : `damaged private key: all of its ${expected} bytes are there, but their structure is broken, so characters were changed`;
    }
    const loss = hasEnd
        ? 'damaged private key: a part between its first and last line is missing'
        : 'private key that was cut off: the end is missing';
    return `${loss}; ${bytes.length} of ${expected} bytes are there`;
}
function describeLoss({ hasBegin, hasEnd, body }) {
    const joined = joinedBase64(body);
    if (hasBegin && hasEnd) {
        return joined === ''
            ? 'a BEGIN and an END line with nothing between them'
            : 'no key between its BEGIN and its END line: the beginning of it is missing or was changed';
    }
    if (hasBegin)
        return 'a BEGIN line and no key after it: it was cut off, perhaps at a line break';
    if (hasEnd)
        return 'the end of a private key: the beginning is missing, and the BEGIN line';
    return joined.length >= 200 && /[A-Za-z0-9+/]{40}/.test(body)
        ? 'base64 text, but no whole private key: the beginning is missing or was changed, or it is another file'
        : undefined;
}

;// CONCATENATED MODULE: ../src/private-key/masks.ts



/** How much of a key may stand in the text between two pieces of it that are long enough for a mask. */
const WINDOW = 256;
const BASE64_PIECE = /[A-Za-z0-9+/]{8,}={0,2}/g;
const ALPHABETS = [BASE64_PIECE, /[\w-]{8,}={0,2}/g];
/** No word has as many base64 characters, small and capital ones. */
const LONG_PIECE = /^(?=.*[a-z])(?=.*[A-Z]).{40}/;
/**
 * What gives keys away and the runner does not mask by itself, since it knows the input only as it was
 * stored: the body in one piece and in lines of 64 columns, the same for each base64 around it, and the
 * pieces of each as they were pasted. BEGIN and END lines and the words beside a key are none of it.
 *
 * @param texts in which no whole key was found: whatever may be a piece of one is masked
 */
function secretsOf(keys, texts) {
    const secrets = texts.flatMap(({ text, digits = '', from }) => [
        ...formsOf(digits, from?.text),
        ...findPemBlocks(text).flatMap(secretsOfBlock),
    ]);
    for (const { der, digits, reading } of keys) {
        secrets.push(...formsOf(joinedBase64(der.toString('base64'))));
        let body = digits;
        for (let outer = reading; outer; outer = outer.from) {
            secrets.push(...formsOf(body, outer.text));
            body = outer.digits ?? body;
        }
    }
    return [...new Set(secrets)].filter((secret) => /(?![A-Za-z]{1,19}$).{8}/.test(secret));
}
function secretsOfBlock({ label, body, hasBegin, hasEnd }) {
    if (hasBegin && hasEnd)
        return [...formsOf(joinedBase64(body)), ...piecesIn(body)];
    // Other words may follow where no END line is.
    const digits = longestRun(body);
    const bytes = Buffer.from(digits, 'base64');
    const isStructure = bytes.length > 40 && bytes[0] === rsa_key/* SEQUENCE */.gt;
    const forms = label === '' && !isStructure ? [] : formsOf(digits, body);
    return [...piecesIn(body).filter((piece) => LONG_PIECE.test(piece)), ...forms];
}
function formsOf(digits, text = '') {
    const padded = digits.padEnd(4 * Math.ceil(digits.length / 4), '=');
    return [padded, digits, ...matchesOf(/.{1,64}/g, padded), ...piecesOf(digits, text)];
}
/** The pieces of the digits that stand in a text, in their order, in either alphabet of base64. */
function piecesOf(digits, text) {
    return (/\w[-_]\w/.test(text) ? ALPHABETS : [BASE64_PIECE]).flatMap((pattern) => {
        let from = 0;
        return piecesIn(text, pattern).filter((piece) => {
            const wanted = joinedBase64(toBase64(piece));
            const at = digits.slice(from, from + WINDOW + wanted.length).indexOf(wanted);
            if (at >= 0)
                from += at + wanted.length;
            return at >= 0 || digits.startsWith(wanted);
        });
    });
}
function piecesIn(text, pattern = BASE64_PIECE) {
    return matchesOf(pattern, text.replace(/-{4,}/g, ' '));
}

// EXTERNAL MODULE: ../src/escapes.ts
var escapes = __webpack_require__(1611);
;// CONCATENATED MODULE: ../src/private-key/search.ts




/** Fewer characters than any notation of a key of 2048 bits takes. */
const SHORTEST_KEY = 1500;
/** To begin with a text and to try a key cost as much effort as to look at so many characters. */
const EFFORT_OF_TRIAL = 3000;
/**
 * Looks for RSA private keys in a text, by every decoding and every combination of them. A key counts
 * only if it proves itself, so no decoding can guess wrong. All of the text is looked at, also after
 * the first key, unless what is left is too short for another one.
 *
 * @param mostEffort - how many characters may be looked at, so that the work has a bound
 * @returns the keys, each once; and the input with what stands in it for certain, outermost first
 */
function searchKeys(input, mostEffort) {
    const texts = [];
    const keys = [];
    const seen = new Set();
    const readings = [{ text: input, isCertain: true }];
    // Made only when what is certain did not do.
    const guesses = [];
    for (let effort = mostEffort; effort > 0; effort -= EFFORT_OF_TRIAL) {
        const reading = readings.shift();
        if (reading === undefined) {
            const guess = guesses.shift();
            if (guess === undefined)
                break;
            readings.push(...guess());
            continue;
        }
        if (seen.has(reading.text))
            continue;
        const { text, isCertain } = reading;
        seen.add(text);
        effort -= text.length;
        if (isCertain === true)
            texts.push(reading);
        for (const keyDigits of isJwk(text) ? readJwk(text) : keyDigitsIn(text)) {
            effort -= EFFORT_OF_TRIAL;
            const rsa = effort > 0 ? (0,rsa_key/* readRsaKey */.c1)(keyDigits.der) : undefined;
            if (!(0,rsa_key/* isUsable */.Ng)(rsa))
                continue;
            const isNew = keys.every(({ key }) => !key.equals(rsa.key));
            if (isNew)
                keys.push({ ...rsa, ...keyDigits, reading });
            if (input.length - keyDigits.digits.length < SHORTEST_KEY)
                return { keys, texts };
        }
        for (const inner of [{ text: (0,escapes/* unescape */.x)(text) }, ...innerTexts(text)]) {
            readings.push({ ...inner, from: reading, isCertain });
        }
        for (const repair of REPAIRS) {
            guesses.push(() => repair(text).map((guess) => ({ text: guess, from: reading })));
        }
    }
    return { keys, texts };
}

;// CONCATENATED MODULE: ../src/private-key.ts






const LONGEST_TEXT = 128 * 1024;
/** So many characters are looked at, in all readings of a text together. */
const MOST_EFFORT = 1_500_000;
/**
 * Makes a key of whatever was pasted. A key is accepted only if its numbers prove that it is whole, so
 * that the repair of a damaged text can never give a wrong key. It throws nothing, and no message quotes
 * the text. Of a text over 128 KiB of UTF-8 nothing is read.
 */
function readPrivateKey(text) {
    if (Buffer.byteLength(text) > LONGEST_TEXT) {
        return { secretsToMask: [], problem: refuse('private-key-is-too-long') };
    }
    const { keys, texts } = searchKeys(text, MOST_EFFORT);
    const [found, another] = keys;
    const isKey = found !== undefined && !isInsideDocument(found);
    const secretsToMask = secretsOf(keys, isKey ? [] : texts);
    if (!isKey)
        return { secretsToMask, problem: diagnose(texts.map((reading) => reading.text)) };
    return another === undefined
        ? { secretsToMask, key: found.key }
        : { secretsToMask, problem: refuse('private-key-is-not-the-only-one') };
}
/** A key in a field of a JSON document may be that of another service. */
function isInsideDocument({ reading }) {
    // A JWK is a document itself, until the base64 around it begins.
    let isDocument = isJwk(reading.text);
    for (let outer = reading; outer; outer = outer.from) {
        if (!isDocument && (0,pasted_text/* isJsonDocument */.sy)(outer.text))
            return true;
        isDocument &&= outer.digits === undefined;
    }
    return false;
}


/***/ }),

/***/ 4990:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readServiceAccountId: () => (/* binding */ readServiceAccountId)
/* harmony export */ });
/* harmony import */ var _escapes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1611);
/* harmony import */ var _pasted_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4728);
/* harmony import */ var _private_key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8609);
/* harmony import */ var _user_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3783);




/** No ID is this long; a longer text is something else. */
const MAX_LENGTH = 200;
/** No piece of a key that is worth a look is this short. */
const SHORTEST_KEY = 40;
// What tools and editors leave around a value.
const LONGEST_TRIMMED = 1000;
const AROUND_ID = /^(?:[\s"'`“”‘’«»]|\\[nrt])+|(?:[\s"'`“”‘’«»]|["'],|\\[nrt])+$/g;
/** What is said of a text in which there is a key, or what is left of one. */
const KEY_TOPICS = [
    'private-key-is-too-short',
    'private-key-is-not-rsa',
    'private-key-is-encrypted',
    'private-key-is-in-openssh-format',
    'private-key-is-damaged',
    'private-key-is-not-the-only-one',
];
const IS_MISSING = 'service-account-id is missing or blank. Give the ID of the service account, which Seller Portal shows ' +
    'under Assistance → API Service. If it comes from a secret or a variable, check the name; secrets do ' +
    'not reach workflows that run for forks or for Dependabot.';
const IS_A_KEY = 'service-account-id holds a key instead of an ID. It may be swapped with private-key: give the ID from ' +
    'Seller Portal here, and the key there. If the key was stored where others can read it, delete the ' +
    'service account in Seller Portal and create a new one.';
const NAME_OF_SECRET = 'holds the name of a secret or variable instead of its value: nothing replaced it. Check how the workflow passes it';
const MISTAKES = {
    reference: NAME_OF_SECRET,
    'no-value': 'holds what a program prints in place of a value. Check what gives the ID',
    asterisks: 'holds asterisks only: a masked value was copied from a log',
    placeholder: 'holds a word that stands for the ID, and not the ID',
};
/**
 * Checks the service account ID. Its form is not documented, so anything is accepted that can stand
 * in a header on its own; quotes, invisible characters and a literal `\n` around it are taken off. No
 * message shows the value, because it may be a secret in the wrong place. The ID itself is not masked.
 */
function readServiceAccountId(text) {
    if (text.length >= SHORTEST_KEY || /KEY/i.test(text)) {
        const { key, problem, secretsToMask } = (0,_private_key_js__WEBPACK_IMPORTED_MODULE_1__.readPrivateKey)(text);
        // Any long text may be a part of a key; it is taken for one if something in it looks like it.
        const isPart = secretsToMask.length > 0 || /KEY/i.test(text);
        if (key !== undefined || (isPart && KEY_TOPICS.includes(problem.topic))) {
            return { problem: new _user_error_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('service-account-id-is-a-key', IS_A_KEY), secretsToMask };
        }
    }
    const id = text.length > LONGEST_TRIMMED ? text : (0,_escapes_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .R)(text).replace(AROUND_ID, '');
    const problem = problemOf(id);
    return problem === undefined ? { id, secretsToMask: [] } : { problem, secretsToMask: [] };
}
function problemOf(id) {
    if (id === '')
        return new _user_error_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('service-account-id-missing', IS_MISSING);
    const kind = (0,_pasted_text_js__WEBPACK_IMPORTED_MODULE_3__/* .kindOfWord */ .OT)(id);
    const mistake = kind && MISTAKES[kind];
    if (mistake !== undefined)
        return refused(mistake);
    if ((0,_pasted_text_js__WEBPACK_IMPORTED_MODULE_3__/* .isNameOfSecret */ .TO)(id) && !/\d/.test(id))
        return refused(NAME_OF_SECRET);
    if ((0,_pasted_text_js__WEBPACK_IMPORTED_MODULE_3__/* .isJsonDocument */ .sy)((0,_escapes_js__WEBPACK_IMPORTED_MODULE_0__/* .unescape */ .x)(id)))
        return refused('holds a JSON document. Give the value of its field only');
    if (id.length > MAX_LENGTH)
        return refused(`has ${id.length} characters, too many for an ID`);
    if (/\s/.test(id))
        return refused('has spaces or line breaks inside');
    if (/^[!-~]+$/.test(id))
        return undefined;
    return refused('has control characters or characters outside of ASCII');
}
function refused(problem) {
    return new _user_error_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('service-account-id-is-not-an-id', `service-account-id ${problem}. Copy the ID of the service account from Seller Portal ` +
        '(Assistance → API Service) once more, and nothing else.');
}


/***/ })

};
;