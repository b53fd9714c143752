/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 5470:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";
/*jshint node:true */

var Buffer = (__nccwpck_require__(181).Buffer); // browserify
var SlowBuffer = (__nccwpck_require__(181).SlowBuffer);

module.exports = bufferEq;

function bufferEq(a, b) {

  // shortcutting on type is necessary for correctness
  if (!Buffer.isBuffer(a) || !Buffer.isBuffer(b)) {
    return false;
  }

  // buffer sizes should be well-known information, so despite this
  // shortcutting, it doesn't leak any information about the *contents* of the
  // buffers.
  if (a.length !== b.length) {
    return false;
  }

  var c = 0;
  for (var i = 0; i < a.length; i++) {
    /*jshint bitwise:false */
    c |= a[i] ^ b[i]; // XOR
  }
  return c === 0;
}

bufferEq.install = function() {
  Buffer.prototype.equal = SlowBuffer.prototype.equal = function equal(that) {
    return bufferEq(this, that);
  };
};

var origBufEqual = Buffer.prototype.equal;
var origSlowBufEqual = SlowBuffer.prototype.equal;
bufferEq.restore = function() {
  Buffer.prototype.equal = origBufEqual;
  SlowBuffer.prototype.equal = origSlowBufEqual;
};


/***/ }),

/***/ 3267:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


var Buffer = (__nccwpck_require__(9972).Buffer);

var getParamBytesForAlg = __nccwpck_require__(1998);

var MAX_OCTET = 0x80,
	CLASS_UNIVERSAL = 0,
	PRIMITIVE_BIT = 0x20,
	TAG_SEQ = 0x10,
	TAG_INT = 0x02,
	ENCODED_TAG_SEQ = (TAG_SEQ | PRIMITIVE_BIT) | (CLASS_UNIVERSAL << 6),
	ENCODED_TAG_INT = TAG_INT | (CLASS_UNIVERSAL << 6);

function base64Url(base64) {
	return base64
		.replace(/=/g, '')
		.replace(/\+/g, '-')
		.replace(/\//g, '_');
}

function signatureAsBuffer(signature) {
	if (Buffer.isBuffer(signature)) {
		return signature;
	} else if ('string' === typeof signature) {
		return Buffer.from(signature, 'base64');
	}

	throw new TypeError('ECDSA signature must be a Base64 string or a Buffer');
}

function derToJose(signature, alg) {
	signature = signatureAsBuffer(signature);
	var paramBytes = getParamBytesForAlg(alg);

	// the DER encoded param should at most be the param size, plus a padding
	// zero, since due to being a signed integer
	var maxEncodedParamLength = paramBytes + 1;

	var inputLength = signature.length;

	var offset = 0;
	if (signature[offset++] !== ENCODED_TAG_SEQ) {
		throw new Error('Could not find expected "seq"');
	}

	var seqLength = signature[offset++];
	if (seqLength === (MAX_OCTET | 1)) {
		seqLength = signature[offset++];
	}

	if (inputLength - offset < seqLength) {
		throw new Error('"seq" specified length of "' + seqLength + '", only "' + (inputLength - offset) + '" remaining');
	}

	if (signature[offset++] !== ENCODED_TAG_INT) {
		throw new Error('Could not find expected "int" for "r"');
	}

	var rLength = signature[offset++];

	if (inputLength - offset - 2 < rLength) {
		throw new Error('"r" specified length of "' + rLength + '", only "' + (inputLength - offset - 2) + '" available');
	}

	if (maxEncodedParamLength < rLength) {
		throw new Error('"r" specified length of "' + rLength + '", max of "' + maxEncodedParamLength + '" is acceptable');
	}

	var rOffset = offset;
	offset += rLength;

	if (signature[offset++] !== ENCODED_TAG_INT) {
		throw new Error('Could not find expected "int" for "s"');
	}

	var sLength = signature[offset++];

	if (inputLength - offset !== sLength) {
		throw new Error('"s" specified length of "' + sLength + '", expected "' + (inputLength - offset) + '"');
	}

	if (maxEncodedParamLength < sLength) {
		throw new Error('"s" specified length of "' + sLength + '", max of "' + maxEncodedParamLength + '" is acceptable');
	}

	var sOffset = offset;
	offset += sLength;

	if (offset !== inputLength) {
		throw new Error('Expected to consume entire buffer, but "' + (inputLength - offset) + '" bytes remain');
	}

	var rPadding = paramBytes - rLength,
		sPadding = paramBytes - sLength;

	var dst = Buffer.allocUnsafe(rPadding + rLength + sPadding + sLength);

	for (offset = 0; offset < rPadding; ++offset) {
		dst[offset] = 0;
	}
	signature.copy(dst, offset, rOffset + Math.max(-rPadding, 0), rOffset + rLength);

	offset = paramBytes;

	for (var o = offset; offset < o + sPadding; ++offset) {
		dst[offset] = 0;
	}
	signature.copy(dst, offset, sOffset + Math.max(-sPadding, 0), sOffset + sLength);

	dst = dst.toString('base64');
	dst = base64Url(dst);

	return dst;
}

function countPadding(buf, start, stop) {
	var padding = 0;
	while (start + padding < stop && buf[start + padding] === 0) {
		++padding;
	}

	var needsSign = buf[start + padding] >= MAX_OCTET;
	if (needsSign) {
		--padding;
	}

	return padding;
}

function joseToDer(signature, alg) {
	signature = signatureAsBuffer(signature);
	var paramBytes = getParamBytesForAlg(alg);

	var signatureBytes = signature.length;
	if (signatureBytes !== paramBytes * 2) {
		throw new TypeError('"' + alg + '" signatures must be "' + paramBytes * 2 + '" bytes, saw "' + signatureBytes + '"');
	}

	var rPadding = countPadding(signature, 0, paramBytes);
	var sPadding = countPadding(signature, paramBytes, signature.length);
	var rLength = paramBytes - rPadding;
	var sLength = paramBytes - sPadding;

	var rsBytes = 1 + 1 + rLength + 1 + 1 + sLength;

	var shortLength = rsBytes < MAX_OCTET;

	var dst = Buffer.allocUnsafe((shortLength ? 2 : 3) + rsBytes);

	var offset = 0;
	dst[offset++] = ENCODED_TAG_SEQ;
	if (shortLength) {
		// Bit 8 has value "0"
		// bits 7-1 give the length.
		dst[offset++] = rsBytes;
	} else {
		// Bit 8 of first octet has value "1"
		// bits 7-1 give the number of additional length octets.
		dst[offset++] = MAX_OCTET	| 1;
		// length, base 256
		dst[offset++] = rsBytes & 0xff;
	}
	dst[offset++] = ENCODED_TAG_INT;
	dst[offset++] = rLength;
	if (rPadding < 0) {
		dst[offset++] = 0;
		offset += signature.copy(dst, offset, 0, paramBytes);
	} else {
		offset += signature.copy(dst, offset, rPadding, paramBytes);
	}
	dst[offset++] = ENCODED_TAG_INT;
	dst[offset++] = sLength;
	if (sPadding < 0) {
		dst[offset++] = 0;
		signature.copy(dst, offset, paramBytes);
	} else {
		signature.copy(dst, offset, paramBytes + sPadding);
	}

	return dst;
}

module.exports = {
	derToJose: derToJose,
	joseToDer: joseToDer
};


/***/ }),

/***/ 1998:
/***/ ((module) => {

"use strict";


function getParamSize(keySize) {
	var result = ((keySize / 8) | 0) + (keySize % 8 === 0 ? 0 : 1);
	return result;
}

var paramBytesForAlg = {
	ES256: getParamSize(256),
	ES384: getParamSize(384),
	ES512: getParamSize(521)
};

function getParamBytesForAlg(alg) {
	var paramBytes = paramBytesForAlg[alg];
	if (paramBytes) {
		return paramBytes;
	}

	throw new Error('Unknown algorithm "' + alg + '"');
}

module.exports = getParamBytesForAlg;


/***/ }),

/***/ 5521:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var jws = __nccwpck_require__(5282);

module.exports = function (jwt, options) {
  options = options || {};
  var decoded = jws.decode(jwt, options);
  if (!decoded) { return null; }
  var payload = decoded.payload;

  //try parse the payload
  if(typeof payload === 'string') {
    try {
      var obj = JSON.parse(payload);
      if(obj !== null && typeof obj === 'object') {
        payload = obj;
      }
    } catch (e) { }
  }

  //return header if `complete` option is enabled.  header includes claims
  //such as `kid` and `alg` used to select the key within a JWKS needed to
  //verify the signature
  if (options.complete === true) {
    return {
      header: decoded.header,
      payload: payload,
      signature: decoded.signature
    };
  }
  return payload;
};


/***/ }),

/***/ 6527:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = {
  decode: __nccwpck_require__(5521),
  verify: __nccwpck_require__(5498),
  sign: __nccwpck_require__(3814),
  JsonWebTokenError: __nccwpck_require__(3058),
  NotBeforeError: __nccwpck_require__(7935),
  TokenExpiredError: __nccwpck_require__(2327),
};


/***/ }),

/***/ 3058:
/***/ ((module) => {

var JsonWebTokenError = function (message, error) {
  Error.call(this, message);
  if(Error.captureStackTrace) {
    Error.captureStackTrace(this, this.constructor);
  }
  this.name = 'JsonWebTokenError';
  this.message = message;
  if (error) this.inner = error;
};

JsonWebTokenError.prototype = Object.create(Error.prototype);
JsonWebTokenError.prototype.constructor = JsonWebTokenError;

module.exports = JsonWebTokenError;


/***/ }),

/***/ 7935:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var JsonWebTokenError = __nccwpck_require__(3058);

var NotBeforeError = function (message, date) {
  JsonWebTokenError.call(this, message);
  this.name = 'NotBeforeError';
  this.date = date;
};

NotBeforeError.prototype = Object.create(JsonWebTokenError.prototype);

NotBeforeError.prototype.constructor = NotBeforeError;

module.exports = NotBeforeError;

/***/ }),

/***/ 2327:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var JsonWebTokenError = __nccwpck_require__(3058);

var TokenExpiredError = function (message, expiredAt) {
  JsonWebTokenError.call(this, message);
  this.name = 'TokenExpiredError';
  this.expiredAt = expiredAt;
};

TokenExpiredError.prototype = Object.create(JsonWebTokenError.prototype);

TokenExpiredError.prototype.constructor = TokenExpiredError;

module.exports = TokenExpiredError;

/***/ }),

/***/ 9286:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const semver = __nccwpck_require__(3523);

module.exports = semver.satisfies(process.version, '>=15.7.0');


/***/ }),

/***/ 3546:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var semver = __nccwpck_require__(3523);

module.exports = semver.satisfies(process.version, '^6.12.0 || >=8.0.0');


/***/ }),

/***/ 8304:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const semver = __nccwpck_require__(3523);

module.exports = semver.satisfies(process.version, '>=16.9.0');


/***/ }),

/***/ 2010:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var ms = __nccwpck_require__(9778);

module.exports = function (time, iat) {
  var timestamp = iat || Math.floor(Date.now() / 1000);

  if (typeof time === 'string') {
    var milliseconds = ms(time);
    if (typeof milliseconds === 'undefined') {
      return;
    }
    return Math.floor(timestamp + milliseconds / 1000);
  } else if (typeof time === 'number') {
    return timestamp + time;
  } else {
    return;
  }

};

/***/ }),

/***/ 5224:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const ASYMMETRIC_KEY_DETAILS_SUPPORTED = __nccwpck_require__(9286);
const RSA_PSS_KEY_DETAILS_SUPPORTED = __nccwpck_require__(8304);

const allowedAlgorithmsForKeys = {
  'ec': ['ES256', 'ES384', 'ES512'],
  'rsa': ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'],
  'rsa-pss': ['PS256', 'PS384', 'PS512']
};

const allowedCurves = {
  ES256: 'prime256v1',
  ES384: 'secp384r1',
  ES512: 'secp521r1',
};

module.exports = function(algorithm, key) {
  if (!algorithm || !key) return;

  const keyType = key.asymmetricKeyType;
  if (!keyType) return;

  const allowedAlgorithms = allowedAlgorithmsForKeys[keyType];

  if (!allowedAlgorithms) {
    throw new Error(`Unknown key type "${keyType}".`);
  }

  if (!allowedAlgorithms.includes(algorithm)) {
    throw new Error(`"alg" parameter for "${keyType}" key type must be one of: ${allowedAlgorithms.join(', ')}.`)
  }

  /*
   * Ignore the next block from test coverage because it gets executed
   * conditionally depending on the Node version. Not ignoring it would
   * prevent us from reaching the target % of coverage for versions of
   * Node under 15.7.0.
   */
  /* istanbul ignore next */
  if (ASYMMETRIC_KEY_DETAILS_SUPPORTED) {
    switch (keyType) {
    case 'ec':
      const keyCurve = key.asymmetricKeyDetails.namedCurve;
      const allowedCurve = allowedCurves[algorithm];

      if (keyCurve !== allowedCurve) {
        throw new Error(`"alg" parameter "${algorithm}" requires curve "${allowedCurve}".`);
      }
      break;

    case 'rsa-pss':
      if (RSA_PSS_KEY_DETAILS_SUPPORTED) {
        const length = parseInt(algorithm.slice(-3), 10);
        const { hashAlgorithm, mgf1HashAlgorithm, saltLength } = key.asymmetricKeyDetails;

        if (hashAlgorithm !== `sha${length}` || mgf1HashAlgorithm !== hashAlgorithm) {
          throw new Error(`Invalid key for this operation, its RSA-PSS parameters do not meet the requirements of "alg" ${algorithm}.`);
        }

        if (saltLength !== undefined && saltLength > length >> 3) {
          throw new Error(`Invalid key for this operation, its RSA-PSS parameter saltLength does not meet the requirements of "alg" ${algorithm}.`)
        }
      }
      break;
    }
  }
}


/***/ }),

/***/ 3814:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const timespan = __nccwpck_require__(2010);
const PS_SUPPORTED = __nccwpck_require__(3546);
const validateAsymmetricKey = __nccwpck_require__(5224);
const jws = __nccwpck_require__(5282);
const includes = __nccwpck_require__(8874);
const isBoolean = __nccwpck_require__(8013);
const isInteger = __nccwpck_require__(4803);
const isNumber = __nccwpck_require__(7714);
const isPlainObject = __nccwpck_require__(3002);
const isString = __nccwpck_require__(1918);
const once = __nccwpck_require__(7034);
const { KeyObject, createSecretKey, createPrivateKey } = __nccwpck_require__(6982)

const SUPPORTED_ALGS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'HS256', 'HS384', 'HS512', 'none'];
if (PS_SUPPORTED) {
  SUPPORTED_ALGS.splice(3, 0, 'PS256', 'PS384', 'PS512');
}

const sign_options_schema = {
  expiresIn: { isValid: function(value) { return isInteger(value) || (isString(value) && value); }, message: '"expiresIn" should be a number of seconds or string representing a timespan' },
  notBefore: { isValid: function(value) { return isInteger(value) || (isString(value) && value); }, message: '"notBefore" should be a number of seconds or string representing a timespan' },
  audience: { isValid: function(value) { return isString(value) || Array.isArray(value); }, message: '"audience" must be a string or array' },
  algorithm: { isValid: includes.bind(null, SUPPORTED_ALGS), message: '"algorithm" must be a valid string enum value' },
  header: { isValid: isPlainObject, message: '"header" must be an object' },
  encoding: { isValid: isString, message: '"encoding" must be a string' },
  issuer: { isValid: isString, message: '"issuer" must be a string' },
  subject: { isValid: isString, message: '"subject" must be a string' },
  jwtid: { isValid: isString, message: '"jwtid" must be a string' },
  noTimestamp: { isValid: isBoolean, message: '"noTimestamp" must be a boolean' },
  keyid: { isValid: isString, message: '"keyid" must be a string' },
  mutatePayload: { isValid: isBoolean, message: '"mutatePayload" must be a boolean' },
  allowInsecureKeySizes: { isValid: isBoolean, message: '"allowInsecureKeySizes" must be a boolean'},
  allowInvalidAsymmetricKeyTypes: { isValid: isBoolean, message: '"allowInvalidAsymmetricKeyTypes" must be a boolean'}
};

const registered_claims_schema = {
  iat: { isValid: isNumber, message: '"iat" should be a number of seconds' },
  exp: { isValid: isNumber, message: '"exp" should be a number of seconds' },
  nbf: { isValid: isNumber, message: '"nbf" should be a number of seconds' }
};

function validate(schema, allowUnknown, object, parameterName) {
  if (!isPlainObject(object)) {
    throw new Error('Expected "' + parameterName + '" to be a plain object.');
  }
  Object.keys(object)
    .forEach(function(key) {
      const validator = schema[key];
      if (!validator) {
        if (!allowUnknown) {
          throw new Error('"' + key + '" is not allowed in "' + parameterName + '"');
        }
        return;
      }
      if (!validator.isValid(object[key])) {
        throw new Error(validator.message);
      }
    });
}

function validateOptions(options) {
  return validate(sign_options_schema, false, options, 'options');
}

function validatePayload(payload) {
  return validate(registered_claims_schema, true, payload, 'payload');
}

const options_to_payload = {
  'audience': 'aud',
  'issuer': 'iss',
  'subject': 'sub',
  'jwtid': 'jti'
};

const options_for_objects = [
  'expiresIn',
  'notBefore',
  'noTimestamp',
  'audience',
  'issuer',
  'subject',
  'jwtid',
];

module.exports = function (payload, secretOrPrivateKey, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  } else {
    options = options || {};
  }

  const isObjectPayload = typeof payload === 'object' &&
                        !Buffer.isBuffer(payload);

  const header = Object.assign({
    alg: options.algorithm || 'HS256',
    typ: isObjectPayload ? 'JWT' : undefined,
    kid: options.keyid
  }, options.header);

  function failure(err) {
    if (callback) {
      return callback(err);
    }
    throw err;
  }

  if (!secretOrPrivateKey && options.algorithm !== 'none') {
    return failure(new Error('secretOrPrivateKey must have a value'));
  }

  if (secretOrPrivateKey != null && !(secretOrPrivateKey instanceof KeyObject)) {
    try {
      secretOrPrivateKey = createPrivateKey(secretOrPrivateKey)
    } catch (_) {
      try {
        secretOrPrivateKey = createSecretKey(typeof secretOrPrivateKey === 'string' ? Buffer.from(secretOrPrivateKey) : secretOrPrivateKey)
      } catch (_) {
        return failure(new Error('secretOrPrivateKey is not valid key material'));
      }
    }
  }

  if (header.alg.startsWith('HS') && secretOrPrivateKey.type !== 'secret') {
    return failure(new Error((`secretOrPrivateKey must be a symmetric key when using ${header.alg}`)))
  } else if (/^(?:RS|PS|ES)/.test(header.alg)) {
    if (secretOrPrivateKey.type !== 'private') {
      return failure(new Error((`secretOrPrivateKey must be an asymmetric key when using ${header.alg}`)))
    }
    if (!options.allowInsecureKeySizes &&
      !header.alg.startsWith('ES') &&
      secretOrPrivateKey.asymmetricKeyDetails !== undefined && //KeyObject.asymmetricKeyDetails is supported in Node 15+
      secretOrPrivateKey.asymmetricKeyDetails.modulusLength < 2048) {
      return failure(new Error(`secretOrPrivateKey has a minimum key size of 2048 bits for ${header.alg}`));
    }
  }

  if (typeof payload === 'undefined') {
    return failure(new Error('payload is required'));
  } else if (isObjectPayload) {
    try {
      validatePayload(payload);
    }
    catch (error) {
      return failure(error);
    }
    if (!options.mutatePayload) {
      payload = Object.assign({},payload);
    }
  } else {
    const invalid_options = options_for_objects.filter(function (opt) {
      return typeof options[opt] !== 'undefined';
    });

    if (invalid_options.length > 0) {
      return failure(new Error('invalid ' + invalid_options.join(',') + ' option for ' + (typeof payload ) + ' payload'));
    }
  }

  if (typeof payload.exp !== 'undefined' && typeof options.expiresIn !== 'undefined') {
    return failure(new Error('Bad "options.expiresIn" option the payload already has an "exp" property.'));
  }

  if (typeof payload.nbf !== 'undefined' && typeof options.notBefore !== 'undefined') {
    return failure(new Error('Bad "options.notBefore" option the payload already has an "nbf" property.'));
  }

  try {
    validateOptions(options);
  }
  catch (error) {
    return failure(error);
  }

  if (!options.allowInvalidAsymmetricKeyTypes) {
    try {
      validateAsymmetricKey(header.alg, secretOrPrivateKey);
    } catch (error) {
      return failure(error);
    }
  }

  const timestamp = payload.iat || Math.floor(Date.now() / 1000);

  if (options.noTimestamp) {
    delete payload.iat;
  } else if (isObjectPayload) {
    payload.iat = timestamp;
  }

  if (typeof options.notBefore !== 'undefined') {
    try {
      payload.nbf = timespan(options.notBefore, timestamp);
    }
    catch (err) {
      return failure(err);
    }
    if (typeof payload.nbf === 'undefined') {
      return failure(new Error('"notBefore" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60'));
    }
  }

  if (typeof options.expiresIn !== 'undefined' && typeof payload === 'object') {
    try {
      payload.exp = timespan(options.expiresIn, timestamp);
    }
    catch (err) {
      return failure(err);
    }
    if (typeof payload.exp === 'undefined') {
      return failure(new Error('"expiresIn" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60'));
    }
  }

  Object.keys(options_to_payload).forEach(function (key) {
    const claim = options_to_payload[key];
    if (typeof options[key] !== 'undefined') {
      if (typeof payload[claim] !== 'undefined') {
        return failure(new Error('Bad "options.' + key + '" option. The payload already has an "' + claim + '" property.'));
      }
      payload[claim] = options[key];
    }
  });

  const encoding = options.encoding || 'utf8';

  if (typeof callback === 'function') {
    callback = callback && once(callback);

    jws.createSign({
      header: header,
      privateKey: secretOrPrivateKey,
      payload: payload,
      encoding: encoding
    }).once('error', callback)
      .once('done', function (signature) {
        // TODO: Remove in favor of the modulus length check before signing once node 15+ is the minimum supported version
        if(!options.allowInsecureKeySizes && /^(?:RS|PS)/.test(header.alg) && signature.length < 256) {
          return callback(new Error(`secretOrPrivateKey has a minimum key size of 2048 bits for ${header.alg}`))
        }
        callback(null, signature);
      });
  } else {
    let signature = jws.sign({header: header, payload: payload, secret: secretOrPrivateKey, encoding: encoding});
    // TODO: Remove in favor of the modulus length check before signing once node 15+ is the minimum supported version
    if(!options.allowInsecureKeySizes && /^(?:RS|PS)/.test(header.alg) && signature.length < 256) {
      throw new Error(`secretOrPrivateKey has a minimum key size of 2048 bits for ${header.alg}`)
    }
    return signature
  }
};


/***/ }),

/***/ 5498:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const JsonWebTokenError = __nccwpck_require__(3058);
const NotBeforeError = __nccwpck_require__(7935);
const TokenExpiredError = __nccwpck_require__(2327);
const decode = __nccwpck_require__(5521);
const timespan = __nccwpck_require__(2010);
const validateAsymmetricKey = __nccwpck_require__(5224);
const PS_SUPPORTED = __nccwpck_require__(3546);
const jws = __nccwpck_require__(5282);
const {KeyObject, createSecretKey, createPublicKey} = __nccwpck_require__(6982);

const PUB_KEY_ALGS = ['RS256', 'RS384', 'RS512'];
const EC_KEY_ALGS = ['ES256', 'ES384', 'ES512'];
const RSA_KEY_ALGS = ['RS256', 'RS384', 'RS512'];
const HS_ALGS = ['HS256', 'HS384', 'HS512'];

if (PS_SUPPORTED) {
  PUB_KEY_ALGS.splice(PUB_KEY_ALGS.length, 0, 'PS256', 'PS384', 'PS512');
  RSA_KEY_ALGS.splice(RSA_KEY_ALGS.length, 0, 'PS256', 'PS384', 'PS512');
}

module.exports = function (jwtString, secretOrPublicKey, options, callback) {
  if ((typeof options === 'function') && !callback) {
    callback = options;
    options = {};
  }

  if (!options) {
    options = {};
  }

  //clone this object since we are going to mutate it.
  options = Object.assign({}, options);

  let done;

  if (callback) {
    done = callback;
  } else {
    done = function(err, data) {
      if (err) throw err;
      return data;
    };
  }

  if (options.clockTimestamp && typeof options.clockTimestamp !== 'number') {
    return done(new JsonWebTokenError('clockTimestamp must be a number'));
  }

  if (options.nonce !== undefined && (typeof options.nonce !== 'string' || options.nonce.trim() === '')) {
    return done(new JsonWebTokenError('nonce must be a non-empty string'));
  }

  if (options.allowInvalidAsymmetricKeyTypes !== undefined && typeof options.allowInvalidAsymmetricKeyTypes !== 'boolean') {
    return done(new JsonWebTokenError('allowInvalidAsymmetricKeyTypes must be a boolean'));
  }

  const clockTimestamp = options.clockTimestamp || Math.floor(Date.now() / 1000);

  if (!jwtString){
    return done(new JsonWebTokenError('jwt must be provided'));
  }

  if (typeof jwtString !== 'string') {
    return done(new JsonWebTokenError('jwt must be a string'));
  }

  const parts = jwtString.split('.');

  if (parts.length !== 3){
    return done(new JsonWebTokenError('jwt malformed'));
  }

  let decodedToken;

  try {
    decodedToken = decode(jwtString, { complete: true });
  } catch(err) {
    return done(err);
  }

  if (!decodedToken) {
    return done(new JsonWebTokenError('invalid token'));
  }

  const header = decodedToken.header;
  let getSecret;

  if(typeof secretOrPublicKey === 'function') {
    if(!callback) {
      return done(new JsonWebTokenError('verify must be called asynchronous if secret or public key is provided as a callback'));
    }

    getSecret = secretOrPublicKey;
  }
  else {
    getSecret = function(header, secretCallback) {
      return secretCallback(null, secretOrPublicKey);
    };
  }

  return getSecret(header, function(err, secretOrPublicKey) {
    if(err) {
      return done(new JsonWebTokenError('error in secret or public key callback: ' + err.message));
    }

    const hasSignature = parts[2].trim() !== '';

    if (!hasSignature && secretOrPublicKey){
      return done(new JsonWebTokenError('jwt signature is required'));
    }

    if (hasSignature && !secretOrPublicKey) {
      return done(new JsonWebTokenError('secret or public key must be provided'));
    }

    if (!hasSignature && !options.algorithms) {
      return done(new JsonWebTokenError('please specify "none" in "algorithms" to verify unsigned tokens'));
    }

    if (secretOrPublicKey != null && !(secretOrPublicKey instanceof KeyObject)) {
      try {
        secretOrPublicKey = createPublicKey(secretOrPublicKey);
      } catch (_) {
        try {
          secretOrPublicKey = createSecretKey(typeof secretOrPublicKey === 'string' ? Buffer.from(secretOrPublicKey) : secretOrPublicKey);
        } catch (_) {
          return done(new JsonWebTokenError('secretOrPublicKey is not valid key material'))
        }
      }
    }

    if (!options.algorithms) {
      if (secretOrPublicKey.type === 'secret') {
        options.algorithms = HS_ALGS;
      } else if (['rsa', 'rsa-pss'].includes(secretOrPublicKey.asymmetricKeyType)) {
        options.algorithms = RSA_KEY_ALGS
      } else if (secretOrPublicKey.asymmetricKeyType === 'ec') {
        options.algorithms = EC_KEY_ALGS
      } else {
        options.algorithms = PUB_KEY_ALGS
      }
    }

    if (options.algorithms.indexOf(decodedToken.header.alg) === -1) {
      return done(new JsonWebTokenError('invalid algorithm'));
    }

    if (header.alg.startsWith('HS') && secretOrPublicKey.type !== 'secret') {
      return done(new JsonWebTokenError((`secretOrPublicKey must be a symmetric key when using ${header.alg}`)))
    } else if (/^(?:RS|PS|ES)/.test(header.alg) && secretOrPublicKey.type !== 'public') {
      return done(new JsonWebTokenError((`secretOrPublicKey must be an asymmetric key when using ${header.alg}`)))
    }

    if (!options.allowInvalidAsymmetricKeyTypes) {
      try {
        validateAsymmetricKey(header.alg, secretOrPublicKey);
      } catch (e) {
        return done(e);
      }
    }

    let valid;

    try {
      valid = jws.verify(jwtString, decodedToken.header.alg, secretOrPublicKey);
    } catch (e) {
      return done(e);
    }

    if (!valid) {
      return done(new JsonWebTokenError('invalid signature'));
    }

    const payload = decodedToken.payload;

    if (typeof payload.nbf !== 'undefined' && !options.ignoreNotBefore) {
      if (typeof payload.nbf !== 'number') {
        return done(new JsonWebTokenError('invalid nbf value'));
      }
      if (payload.nbf > clockTimestamp + (options.clockTolerance || 0)) {
        return done(new NotBeforeError('jwt not active', new Date(payload.nbf * 1000)));
      }
    }

    if (typeof payload.exp !== 'undefined' && !options.ignoreExpiration) {
      if (typeof payload.exp !== 'number') {
        return done(new JsonWebTokenError('invalid exp value'));
      }
      if (clockTimestamp >= payload.exp + (options.clockTolerance || 0)) {
        return done(new TokenExpiredError('jwt expired', new Date(payload.exp * 1000)));
      }
    }

    if (options.audience) {
      const audiences = Array.isArray(options.audience) ? options.audience : [options.audience];
      const target = Array.isArray(payload.aud) ? payload.aud : [payload.aud];

      const match = target.some(function (targetAudience) {
        return audiences.some(function (audience) {
          return audience instanceof RegExp ? audience.test(targetAudience) : audience === targetAudience;
        });
      });

      if (!match) {
        return done(new JsonWebTokenError('jwt audience invalid. expected: ' + audiences.join(' or ')));
      }
    }

    if (options.issuer) {
      const invalid_issuer =
              (typeof options.issuer === 'string' && payload.iss !== options.issuer) ||
              (Array.isArray(options.issuer) && options.issuer.indexOf(payload.iss) === -1);

      if (invalid_issuer) {
        return done(new JsonWebTokenError('jwt issuer invalid. expected: ' + options.issuer));
      }
    }

    if (options.subject) {
      if (payload.sub !== options.subject) {
        return done(new JsonWebTokenError('jwt subject invalid. expected: ' + options.subject));
      }
    }

    if (options.jwtid) {
      if (payload.jti !== options.jwtid) {
        return done(new JsonWebTokenError('jwt jwtid invalid. expected: ' + options.jwtid));
      }
    }

    if (options.nonce) {
      if (payload.nonce !== options.nonce) {
        return done(new JsonWebTokenError('jwt nonce invalid. expected: ' + options.nonce));
      }
    }

    if (options.maxAge) {
      if (typeof payload.iat !== 'number') {
        return done(new JsonWebTokenError('iat required when maxAge is specified'));
      }

      const maxAgeTimestamp = timespan(options.maxAge, payload.iat);
      if (typeof maxAgeTimestamp === 'undefined') {
        return done(new JsonWebTokenError('"maxAge" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60'));
      }
      if (clockTimestamp >= maxAgeTimestamp + (options.clockTolerance || 0)) {
        return done(new TokenExpiredError('maxAge exceeded', new Date(maxAgeTimestamp * 1000)));
      }
    }

    if (options.complete === true) {
      const signature = decodedToken.signature;

      return done(null, {
        header: header,
        payload: payload,
        signature: signature
      });
    }

    return done(null, payload);
  });
};


/***/ }),

/***/ 2432:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var Buffer = (__nccwpck_require__(9972).Buffer);
var crypto = __nccwpck_require__(6982);
var formatEcdsa = __nccwpck_require__(3267);
var util = __nccwpck_require__(9023);

var MSG_INVALID_ALGORITHM = '"%s" is not a valid algorithm.\n  Supported algorithms are:\n  "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512" and "none".'
var MSG_INVALID_SECRET = 'secret must be a string or buffer';
var MSG_INVALID_VERIFIER_KEY = 'key must be a string or a buffer';
var MSG_INVALID_SIGNER_KEY = 'key must be a string, a buffer or an object';

var supportsKeyObjects = typeof crypto.createPublicKey === 'function';
if (supportsKeyObjects) {
  MSG_INVALID_VERIFIER_KEY += ' or a KeyObject';
  MSG_INVALID_SECRET += 'or a KeyObject';
}

function checkIsPublicKey(key) {
  if (Buffer.isBuffer(key)) {
    return;
  }

  if (typeof key === 'string') {
    return;
  }

  if (!supportsKeyObjects) {
    throw typeError(MSG_INVALID_VERIFIER_KEY);
  }

  if (typeof key !== 'object') {
    throw typeError(MSG_INVALID_VERIFIER_KEY);
  }

  if (typeof key.type !== 'string') {
    throw typeError(MSG_INVALID_VERIFIER_KEY);
  }

  if (typeof key.asymmetricKeyType !== 'string') {
    throw typeError(MSG_INVALID_VERIFIER_KEY);
  }

  if (typeof key.export !== 'function') {
    throw typeError(MSG_INVALID_VERIFIER_KEY);
  }
};

function checkIsPrivateKey(key) {
  if (Buffer.isBuffer(key)) {
    return;
  }

  if (typeof key === 'string') {
    return;
  }

  if (typeof key === 'object') {
    return;
  }

  throw typeError(MSG_INVALID_SIGNER_KEY);
};

function checkIsSecretKey(key) {
  if (Buffer.isBuffer(key)) {
    return;
  }

  if (typeof key === 'string') {
    return key;
  }

  if (!supportsKeyObjects) {
    throw typeError(MSG_INVALID_SECRET);
  }

  if (typeof key !== 'object') {
    throw typeError(MSG_INVALID_SECRET);
  }

  if (key.type !== 'secret') {
    throw typeError(MSG_INVALID_SECRET);
  }

  if (typeof key.export !== 'function') {
    throw typeError(MSG_INVALID_SECRET);
  }
}

function fromBase64(base64) {
  return base64
    .replace(/=/g, '')
    .replace(/\+/g, '-')
    .replace(/\//g, '_');
}

function toBase64(base64url) {
  base64url = base64url.toString();

  var padding = 4 - base64url.length % 4;
  if (padding !== 4) {
    for (var i = 0; i < padding; ++i) {
      base64url += '=';
    }
  }

  return base64url
    .replace(/\-/g, '+')
    .replace(/_/g, '/');
}

function typeError(template) {
  var args = [].slice.call(arguments, 1);
  var errMsg = util.format.bind(util, template).apply(null, args);
  return new TypeError(errMsg);
}

function bufferOrString(obj) {
  return Buffer.isBuffer(obj) || typeof obj === 'string';
}

function normalizeInput(thing) {
  if (!bufferOrString(thing))
    thing = JSON.stringify(thing);
  return thing;
}

function createHmacSigner(bits) {
  return function sign(thing, secret) {
    checkIsSecretKey(secret);
    thing = normalizeInput(thing);
    var hmac = crypto.createHmac('sha' + bits, secret);
    var sig = (hmac.update(thing), hmac.digest('base64'))
    return fromBase64(sig);
  }
}

var bufferEqual;
var timingSafeEqual = 'timingSafeEqual' in crypto ? function timingSafeEqual(a, b) {
  if (a.byteLength !== b.byteLength) {
    return false;
  }

  return crypto.timingSafeEqual(a, b)
} : function timingSafeEqual(a, b) {
  if (!bufferEqual) {
    bufferEqual = __nccwpck_require__(5470);
  }

  return bufferEqual(a, b)
}

function createHmacVerifier(bits) {
  return function verify(thing, signature, secret) {
    var computedSig = createHmacSigner(bits)(thing, secret);
    return timingSafeEqual(Buffer.from(signature), Buffer.from(computedSig));
  }
}

function createKeySigner(bits) {
 return function sign(thing, privateKey) {
    checkIsPrivateKey(privateKey);
    thing = normalizeInput(thing);
    // Even though we are specifying "RSA" here, this works with ECDSA
    // keys as well.
    var signer = crypto.createSign('RSA-SHA' + bits);
    var sig = (signer.update(thing), signer.sign(privateKey, 'base64'));
    return fromBase64(sig);
  }
}

function createKeyVerifier(bits) {
  return function verify(thing, signature, publicKey) {
    checkIsPublicKey(publicKey);
    thing = normalizeInput(thing);
    signature = toBase64(signature);
    var verifier = crypto.createVerify('RSA-SHA' + bits);
    verifier.update(thing);
    return verifier.verify(publicKey, signature, 'base64');
  }
}

function createPSSKeySigner(bits) {
  return function sign(thing, privateKey) {
    checkIsPrivateKey(privateKey);
    thing = normalizeInput(thing);
    var signer = crypto.createSign('RSA-SHA' + bits);
    var sig = (signer.update(thing), signer.sign({
      key: privateKey,
      padding: crypto.constants.RSA_PKCS1_PSS_PADDING,
      saltLength: crypto.constants.RSA_PSS_SALTLEN_DIGEST
    }, 'base64'));
    return fromBase64(sig);
  }
}

function createPSSKeyVerifier(bits) {
  return function verify(thing, signature, publicKey) {
    checkIsPublicKey(publicKey);
    thing = normalizeInput(thing);
    signature = toBase64(signature);
    var verifier = crypto.createVerify('RSA-SHA' + bits);
    verifier.update(thing);
    return verifier.verify({
      key: publicKey,
      padding: crypto.constants.RSA_PKCS1_PSS_PADDING,
      saltLength: crypto.constants.RSA_PSS_SALTLEN_DIGEST
    }, signature, 'base64');
  }
}

function createECDSASigner(bits) {
  var inner = createKeySigner(bits);
  return function sign() {
    var signature = inner.apply(null, arguments);
    signature = formatEcdsa.derToJose(signature, 'ES' + bits);
    return signature;
  };
}

function createECDSAVerifer(bits) {
  var inner = createKeyVerifier(bits);
  return function verify(thing, signature, publicKey) {
    signature = formatEcdsa.joseToDer(signature, 'ES' + bits).toString('base64');
    var result = inner(thing, signature, publicKey);
    return result;
  };
}

function createNoneSigner() {
  return function sign() {
    return '';
  }
}

function createNoneVerifier() {
  return function verify(thing, signature) {
    return signature === '';
  }
}

module.exports = function jwa(algorithm) {
  var signerFactories = {
    hs: createHmacSigner,
    rs: createKeySigner,
    ps: createPSSKeySigner,
    es: createECDSASigner,
    none: createNoneSigner,
  }
  var verifierFactories = {
    hs: createHmacVerifier,
    rs: createKeyVerifier,
    ps: createPSSKeyVerifier,
    es: createECDSAVerifer,
    none: createNoneVerifier,
  }
  var match = algorithm.match(/^(RS|PS|ES|HS)(256|384|512)$|^(none)$/);
  if (!match)
    throw typeError(MSG_INVALID_ALGORITHM, algorithm);
  var algo = (match[1] || match[3]).toLowerCase();
  var bits = match[2];

  return {
    sign: signerFactories[algo](bits),
    verify: verifierFactories[algo](bits),
  }
};


/***/ }),

/***/ 5282:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

/*global exports*/
var SignStream = __nccwpck_require__(3790);
var VerifyStream = __nccwpck_require__(5742);

var ALGORITHMS = [
  'HS256', 'HS384', 'HS512',
  'RS256', 'RS384', 'RS512',
  'PS256', 'PS384', 'PS512',
  'ES256', 'ES384', 'ES512'
];

exports.ALGORITHMS = ALGORITHMS;
exports.sign = SignStream.sign;
exports.verify = VerifyStream.verify;
exports.decode = VerifyStream.decode;
exports.isValid = VerifyStream.isValid;
exports.createSign = function createSign(opts) {
  return new SignStream(opts);
};
exports.createVerify = function createVerify(opts) {
  return new VerifyStream(opts);
};


/***/ }),

/***/ 8081:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

/*global module, process*/
var Buffer = (__nccwpck_require__(9972).Buffer);
var Stream = __nccwpck_require__(2203);
var util = __nccwpck_require__(9023);

function DataStream(data) {
  this.buffer = null;
  this.writable = true;
  this.readable = true;

  // No input
  if (!data) {
    this.buffer = Buffer.alloc(0);
    return this;
  }

  // Stream
  if (typeof data.pipe === 'function') {
    this.buffer = Buffer.alloc(0);
    data.pipe(this);
    return this;
  }

  // Buffer or String
  // or Object (assumedly a passworded key)
  if (data.length || typeof data === 'object') {
    this.buffer = data;
    this.writable = false;
    process.nextTick(function () {
      this.emit('end', data);
      this.readable = false;
      this.emit('close');
    }.bind(this));
    return this;
  }

  throw new TypeError('Unexpected data type ('+ typeof data + ')');
}
util.inherits(DataStream, Stream);

DataStream.prototype.write = function write(data) {
  this.buffer = Buffer.concat([this.buffer, Buffer.from(data)]);
  this.emit('data', data);
};

DataStream.prototype.end = function end(data) {
  if (data)
    this.write(data);
  this.emit('end', data);
  this.emit('close');
  this.writable = false;
  this.readable = false;
};

module.exports = DataStream;


/***/ }),

/***/ 3790:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

/*global module*/
var Buffer = (__nccwpck_require__(9972).Buffer);
var DataStream = __nccwpck_require__(8081);
var jwa = __nccwpck_require__(2432);
var Stream = __nccwpck_require__(2203);
var toString = __nccwpck_require__(5968);
var util = __nccwpck_require__(9023);

function base64url(string, encoding) {
  return Buffer
    .from(string, encoding)
    .toString('base64')
    .replace(/=/g, '')
    .replace(/\+/g, '-')
    .replace(/\//g, '_');
}

function jwsSecuredInput(header, payload, encoding) {
  encoding = encoding || 'utf8';
  var encodedHeader = base64url(toString(header), 'binary');
  var encodedPayload = base64url(toString(payload), encoding);
  return util.format('%s.%s', encodedHeader, encodedPayload);
}

function jwsSign(opts) {
  var header = opts.header;
  var payload = opts.payload;
  var secretOrKey = opts.secret || opts.privateKey;
  var encoding = opts.encoding;
  var algo = jwa(header.alg);
  var securedInput = jwsSecuredInput(header, payload, encoding);
  var signature = algo.sign(securedInput, secretOrKey);
  return util.format('%s.%s', securedInput, signature);
}

function SignStream(opts) {
  var secret = opts.secret;
  secret = secret == null ? opts.privateKey : secret;
  secret = secret == null ? opts.key : secret;
  if (/^hs/i.test(opts.header.alg) === true && secret == null) {
    throw new TypeError('secret must be a string or buffer or a KeyObject')
  }
  var secretStream = new DataStream(secret);
  this.readable = true;
  this.header = opts.header;
  this.encoding = opts.encoding;
  this.secret = this.privateKey = this.key = secretStream;
  this.payload = new DataStream(opts.payload);
  this.secret.once('close', function () {
    if (!this.payload.writable && this.readable)
      this.sign();
  }.bind(this));

  this.payload.once('close', function () {
    if (!this.secret.writable && this.readable)
      this.sign();
  }.bind(this));
}
util.inherits(SignStream, Stream);

SignStream.prototype.sign = function sign() {
  try {
    var signature = jwsSign({
      header: this.header,
      payload: this.payload.buffer,
      secret: this.secret.buffer,
      encoding: this.encoding
    });
    this.emit('done', signature);
    this.emit('data', signature);
    this.emit('end');
    this.readable = false;
    return signature;
  } catch (e) {
    this.readable = false;
    this.emit('error', e);
    this.emit('close');
  }
};

SignStream.sign = jwsSign;

module.exports = SignStream;


/***/ }),

/***/ 5968:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

/*global module*/
var Buffer = (__nccwpck_require__(181).Buffer);

module.exports = function toString(obj) {
  if (typeof obj === 'string')
    return obj;
  if (typeof obj === 'number' || Buffer.isBuffer(obj))
    return obj.toString();
  return JSON.stringify(obj);
};


/***/ }),

/***/ 5742:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

/*global module*/
var Buffer = (__nccwpck_require__(9972).Buffer);
var DataStream = __nccwpck_require__(8081);
var jwa = __nccwpck_require__(2432);
var Stream = __nccwpck_require__(2203);
var toString = __nccwpck_require__(5968);
var util = __nccwpck_require__(9023);
var JWS_REGEX = /^[a-zA-Z0-9\-_]+?\.[a-zA-Z0-9\-_]+?\.([a-zA-Z0-9\-_]+)?$/;

function isObject(thing) {
  return Object.prototype.toString.call(thing) === '[object Object]';
}

function safeJsonParse(thing) {
  if (isObject(thing))
    return thing;
  try { return JSON.parse(thing); }
  catch (e) { return undefined; }
}

function headerFromJWS(jwsSig) {
  var encodedHeader = jwsSig.split('.', 1)[0];
  return safeJsonParse(Buffer.from(encodedHeader, 'base64').toString('binary'));
}

function securedInputFromJWS(jwsSig) {
  return jwsSig.split('.', 2).join('.');
}

function signatureFromJWS(jwsSig) {
  return jwsSig.split('.')[2];
}

function payloadFromJWS(jwsSig, encoding) {
  encoding = encoding || 'utf8';
  var payload = jwsSig.split('.')[1];
  return Buffer.from(payload, 'base64').toString(encoding);
}

function isValidJws(string) {
  return JWS_REGEX.test(string) && !!headerFromJWS(string);
}

function jwsVerify(jwsSig, algorithm, secretOrKey) {
  if (!algorithm) {
    var err = new Error("Missing algorithm parameter for jws.verify");
    err.code = "MISSING_ALGORITHM";
    throw err;
  }
  jwsSig = toString(jwsSig);
  var signature = signatureFromJWS(jwsSig);
  var securedInput = securedInputFromJWS(jwsSig);
  var algo = jwa(algorithm);
  return algo.verify(securedInput, signature, secretOrKey);
}

function jwsDecode(jwsSig, opts) {
  opts = opts || {};
  jwsSig = toString(jwsSig);

  if (!isValidJws(jwsSig))
    return null;

  var header = headerFromJWS(jwsSig);

  if (!header)
    return null;

  var payload = payloadFromJWS(jwsSig);
  if (header.typ === 'JWT' || opts.json)
    payload = JSON.parse(payload, opts.encoding);

  return {
    header: header,
    payload: payload,
    signature: signatureFromJWS(jwsSig)
  };
}

function VerifyStream(opts) {
  opts = opts || {};
  var secretOrKey = opts.secret;
  secretOrKey = secretOrKey == null ? opts.publicKey : secretOrKey;
  secretOrKey = secretOrKey == null ? opts.key : secretOrKey;
  if (/^hs/i.test(opts.algorithm) === true && secretOrKey == null) {
    throw new TypeError('secret must be a string or buffer or a KeyObject')
  }
  var secretStream = new DataStream(secretOrKey);
  this.readable = true;
  this.algorithm = opts.algorithm;
  this.encoding = opts.encoding;
  this.secret = this.publicKey = this.key = secretStream;
  this.signature = new DataStream(opts.signature);
  this.secret.once('close', function () {
    if (!this.signature.writable && this.readable)
      this.verify();
  }.bind(this));

  this.signature.once('close', function () {
    if (!this.secret.writable && this.readable)
      this.verify();
  }.bind(this));
}
util.inherits(VerifyStream, Stream);
VerifyStream.prototype.verify = function verify() {
  try {
    var valid = jwsVerify(this.signature.buffer, this.algorithm, this.key.buffer);
    var obj = jwsDecode(this.signature.buffer, this.encoding);
    this.emit('done', valid, obj);
    this.emit('data', valid);
    this.emit('end');
    this.readable = false;
    return valid;
  } catch (e) {
    this.readable = false;
    this.emit('error', e);
    this.emit('close');
  }
};

VerifyStream.decode = jwsDecode;
VerifyStream.isValid = isValidJws;
VerifyStream.verify = jwsVerify;

module.exports = VerifyStream;


/***/ }),

/***/ 8874:
/***/ ((module) => {

/**
 * lodash (Custom Build) <https://lodash.com/>
 * Build: `lodash modularize exports="npm" -o ./`
 * Copyright jQuery Foundation and other contributors <https://jquery.org/>
 * Released under MIT license <https://lodash.com/license>
 * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>
 * Copyright Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors
 */

/** Used as references for various `Number` constants. */
var INFINITY = 1 / 0,
    MAX_SAFE_INTEGER = 9007199254740991,
    MAX_INTEGER = 1.7976931348623157e+308,
    NAN = 0 / 0;

/** `Object#toString` result references. */
var argsTag = '[object Arguments]',
    funcTag = '[object Function]',
    genTag = '[object GeneratorFunction]',
    stringTag = '[object String]',
    symbolTag = '[object Symbol]';

/** Used to match leading and trailing whitespace. */
var reTrim = /^\s+|\s+$/g;

/** Used to detect bad signed hexadecimal string values. */
var reIsBadHex = /^[-+]0x[0-9a-f]+$/i;

/** Used to detect binary string values. */
var reIsBinary = /^0b[01]+$/i;

/** Used to detect octal string values. */
var reIsOctal = /^0o[0-7]+$/i;

/** Used to detect unsigned integer values. */
var reIsUint = /^(?:0|[1-9]\d*)$/;

/** Built-in method references without a dependency on `root`. */
var freeParseInt = parseInt;

/**
 * A specialized version of `_.map` for arrays without support for iteratee
 * shorthands.
 *
 * @private
 * @param {Array} [array] The array to iterate over.
 * @param {Function} iteratee The function invoked per iteration.
 * @returns {Array} Returns the new mapped array.
 */
function arrayMap(array, iteratee) {
  var index = -1,
      length = array ? array.length : 0,
      result = Array(length);

  while (++index < length) {
    result[index] = iteratee(array[index], index, array);
  }
  return result;
}

/**
 * The base implementation of `_.findIndex` and `_.findLastIndex` without
 * support for iteratee shorthands.
 *
 * @private
 * @param {Array} array The array to inspect.
 * @param {Function} predicate The function invoked per iteration.
 * @param {number} fromIndex The index to search from.
 * @param {boolean} [fromRight] Specify iterating from right to left.
 * @returns {number} Returns the index of the matched value, else `-1`.
 */
function baseFindIndex(array, predicate, fromIndex, fromRight) {
  var length = array.length,
      index = fromIndex + (fromRight ? 1 : -1);

  while ((fromRight ? index-- : ++index < length)) {
    if (predicate(array[index], index, array)) {
      return index;
    }
  }
  return -1;
}

/**
 * The base implementation of `_.indexOf` without `fromIndex` bounds checks.
 *
 * @private
 * @param {Array} array The array to inspect.
 * @param {*} value The value to search for.
 * @param {number} fromIndex The index to search from.
 * @returns {number} Returns the index of the matched value, else `-1`.
 */
function baseIndexOf(array, value, fromIndex) {
  if (value !== value) {
    return baseFindIndex(array, baseIsNaN, fromIndex);
  }
  var index = fromIndex - 1,
      length = array.length;

  while (++index < length) {
    if (array[index] === value) {
      return index;
    }
  }
  return -1;
}

/**
 * The base implementation of `_.isNaN` without support for number objects.
 *
 * @private
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is `NaN`, else `false`.
 */
function baseIsNaN(value) {
  return value !== value;
}

/**
 * The base implementation of `_.times` without support for iteratee shorthands
 * or max array length checks.
 *
 * @private
 * @param {number} n The number of times to invoke `iteratee`.
 * @param {Function} iteratee The function invoked per iteration.
 * @returns {Array} Returns the array of results.
 */
function baseTimes(n, iteratee) {
  var index = -1,
      result = Array(n);

  while (++index < n) {
    result[index] = iteratee(index);
  }
  return result;
}

/**
 * The base implementation of `_.values` and `_.valuesIn` which creates an
 * array of `object` property values corresponding to the property names
 * of `props`.
 *
 * @private
 * @param {Object} object The object to query.
 * @param {Array} props The property names to get values for.
 * @returns {Object} Returns the array of property values.
 */
function baseValues(object, props) {
  return arrayMap(props, function(key) {
    return object[key];
  });
}

/**
 * Creates a unary function that invokes `func` with its argument transformed.
 *
 * @private
 * @param {Function} func The function to wrap.
 * @param {Function} transform The argument transform.
 * @returns {Function} Returns the new function.
 */
function overArg(func, transform) {
  return function(arg) {
    return func(transform(arg));
  };
}

/** Used for built-in method references. */
var objectProto = Object.prototype;

/** Used to check objects for own properties. */
var hasOwnProperty = objectProto.hasOwnProperty;

/**
 * Used to resolve the
 * [`toStringTag`](http://ecma-international.org/ecma-262/7.0/#sec-object.prototype.tostring)
 * of values.
 */
var objectToString = objectProto.toString;

/** Built-in value references. */
var propertyIsEnumerable = objectProto.propertyIsEnumerable;

/* Built-in method references for those with the same name as other `lodash` methods. */
var nativeKeys = overArg(Object.keys, Object),
    nativeMax = Math.max;

/**
 * Creates an array of the enumerable property names of the array-like `value`.
 *
 * @private
 * @param {*} value The value to query.
 * @param {boolean} inherited Specify returning inherited property names.
 * @returns {Array} Returns the array of property names.
 */
function arrayLikeKeys(value, inherited) {
  // Safari 8.1 makes `arguments.callee` enumerable in strict mode.
  // Safari 9 makes `arguments.length` enumerable in strict mode.
  var result = (isArray(value) || isArguments(value))
    ? baseTimes(value.length, String)
    : [];

  var length = result.length,
      skipIndexes = !!length;

  for (var key in value) {
    if ((inherited || hasOwnProperty.call(value, key)) &&
        !(skipIndexes && (key == 'length' || isIndex(key, length)))) {
      result.push(key);
    }
  }
  return result;
}

/**
 * The base implementation of `_.keys` which doesn't treat sparse arrays as dense.
 *
 * @private
 * @param {Object} object The object to query.
 * @returns {Array} Returns the array of property names.
 */
function baseKeys(object) {
  if (!isPrototype(object)) {
    return nativeKeys(object);
  }
  var result = [];
  for (var key in Object(object)) {
    if (hasOwnProperty.call(object, key) && key != 'constructor') {
      result.push(key);
    }
  }
  return result;
}

/**
 * Checks if `value` is a valid array-like index.
 *
 * @private
 * @param {*} value The value to check.
 * @param {number} [length=MAX_SAFE_INTEGER] The upper bounds of a valid index.
 * @returns {boolean} Returns `true` if `value` is a valid index, else `false`.
 */
function isIndex(value, length) {
  length = length == null ? MAX_SAFE_INTEGER : length;
  return !!length &&
    (typeof value == 'number' || reIsUint.test(value)) &&
    (value > -1 && value % 1 == 0 && value < length);
}

/**
 * Checks if `value` is likely a prototype object.
 *
 * @private
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is a prototype, else `false`.
 */
function isPrototype(value) {
  var Ctor = value && value.constructor,
      proto = (typeof Ctor == 'function' && Ctor.prototype) || objectProto;

  return value === proto;
}

/**
 * Checks if `value` is in `collection`. If `collection` is a string, it's
 * checked for a substring of `value`, otherwise
 * [`SameValueZero`](http://ecma-international.org/ecma-262/7.0/#sec-samevaluezero)
 * is used for equality comparisons. If `fromIndex` is negative, it's used as
 * the offset from the end of `collection`.
 *
 * @static
 * @memberOf _
 * @since 0.1.0
 * @category Collection
 * @param {Array|Object|string} collection The collection to inspect.
 * @param {*} value The value to search for.
 * @param {number} [fromIndex=0] The index to search from.
 * @param- {Object} [guard] Enables use as an iteratee for methods like `_.reduce`.
 * @returns {boolean} Returns `true` if `value` is found, else `false`.
 * @example
 *
 * _.includes([1, 2, 3], 1);
 * // => true
 *
 * _.includes([1, 2, 3], 1, 2);
 * // => false
 *
 * _.includes({ 'a': 1, 'b': 2 }, 1);
 * // => true
 *
 * _.includes('abcd', 'bc');
 * // => true
 */
function includes(collection, value, fromIndex, guard) {
  collection = isArrayLike(collection) ? collection : values(collection);
  fromIndex = (fromIndex && !guard) ? toInteger(fromIndex) : 0;

  var length = collection.length;
  if (fromIndex < 0) {
    fromIndex = nativeMax(length + fromIndex, 0);
  }
  return isString(collection)
    ? (fromIndex <= length && collection.indexOf(value, fromIndex) > -1)
    : (!!length && baseIndexOf(collection, value, fromIndex) > -1);
}

/**
 * Checks if `value` is likely an `arguments` object.
 *
 * @static
 * @memberOf _
 * @since 0.1.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is an `arguments` object,
 *  else `false`.
 * @example
 *
 * _.isArguments(function() { return arguments; }());
 * // => true
 *
 * _.isArguments([1, 2, 3]);
 * // => false
 */
function isArguments(value) {
  // Safari 8.1 makes `arguments.callee` enumerable in strict mode.
  return isArrayLikeObject(value) && hasOwnProperty.call(value, 'callee') &&
    (!propertyIsEnumerable.call(value, 'callee') || objectToString.call(value) == argsTag);
}

/**
 * Checks if `value` is classified as an `Array` object.
 *
 * @static
 * @memberOf _
 * @since 0.1.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is an array, else `false`.
 * @example
 *
 * _.isArray([1, 2, 3]);
 * // => true
 *
 * _.isArray(document.body.children);
 * // => false
 *
 * _.isArray('abc');
 * // => false
 *
 * _.isArray(_.noop);
 * // => false
 */
var isArray = Array.isArray;

/**
 * Checks if `value` is array-like. A value is considered array-like if it's
 * not a function and has a `value.length` that's an integer greater than or
 * equal to `0` and less than or equal to `Number.MAX_SAFE_INTEGER`.
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is array-like, else `false`.
 * @example
 *
 * _.isArrayLike([1, 2, 3]);
 * // => true
 *
 * _.isArrayLike(document.body.children);
 * // => true
 *
 * _.isArrayLike('abc');
 * // => true
 *
 * _.isArrayLike(_.noop);
 * // => false
 */
function isArrayLike(value) {
  return value != null && isLength(value.length) && !isFunction(value);
}

/**
 * This method is like `_.isArrayLike` except that it also checks if `value`
 * is an object.
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is an array-like object,
 *  else `false`.
 * @example
 *
 * _.isArrayLikeObject([1, 2, 3]);
 * // => true
 *
 * _.isArrayLikeObject(document.body.children);
 * // => true
 *
 * _.isArrayLikeObject('abc');
 * // => false
 *
 * _.isArrayLikeObject(_.noop);
 * // => false
 */
function isArrayLikeObject(value) {
  return isObjectLike(value) && isArrayLike(value);
}

/**
 * Checks if `value` is classified as a `Function` object.
 *
 * @static
 * @memberOf _
 * @since 0.1.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is a function, else `false`.
 * @example
 *
 * _.isFunction(_);
 * // => true
 *
 * _.isFunction(/abc/);
 * // => false
 */
function isFunction(value) {
  // The use of `Object#toString` avoids issues with the `typeof` operator
  // in Safari 8-9 which returns 'object' for typed array and other constructors.
  var tag = isObject(value) ? objectToString.call(value) : '';
  return tag == funcTag || tag == genTag;
}

/**
 * Checks if `value` is a valid array-like length.
 *
 * **Note:** This method is loosely based on
 * [`ToLength`](http://ecma-international.org/ecma-262/7.0/#sec-tolength).
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is a valid length, else `false`.
 * @example
 *
 * _.isLength(3);
 * // => true
 *
 * _.isLength(Number.MIN_VALUE);
 * // => false
 *
 * _.isLength(Infinity);
 * // => false
 *
 * _.isLength('3');
 * // => false
 */
function isLength(value) {
  return typeof value == 'number' &&
    value > -1 && value % 1 == 0 && value <= MAX_SAFE_INTEGER;
}

/**
 * Checks if `value` is the
 * [language type](http://www.ecma-international.org/ecma-262/7.0/#sec-ecmascript-language-types)
 * of `Object`. (e.g. arrays, functions, objects, regexes, `new Number(0)`, and `new String('')`)
 *
 * @static
 * @memberOf _
 * @since 0.1.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is an object, else `false`.
 * @example
 *
 * _.isObject({});
 * // => true
 *
 * _.isObject([1, 2, 3]);
 * // => true
 *
 * _.isObject(_.noop);
 * // => true
 *
 * _.isObject(null);
 * // => false
 */
function isObject(value) {
  var type = typeof value;
  return !!value && (type == 'object' || type == 'function');
}

/**
 * Checks if `value` is object-like. A value is object-like if it's not `null`
 * and has a `typeof` result of "object".
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is object-like, else `false`.
 * @example
 *
 * _.isObjectLike({});
 * // => true
 *
 * _.isObjectLike([1, 2, 3]);
 * // => true
 *
 * _.isObjectLike(_.noop);
 * // => false
 *
 * _.isObjectLike(null);
 * // => false
 */
function isObjectLike(value) {
  return !!value && typeof value == 'object';
}

/**
 * Checks if `value` is classified as a `String` primitive or object.
 *
 * @static
 * @since 0.1.0
 * @memberOf _
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is a string, else `false`.
 * @example
 *
 * _.isString('abc');
 * // => true
 *
 * _.isString(1);
 * // => false
 */
function isString(value) {
  return typeof value == 'string' ||
    (!isArray(value) && isObjectLike(value) && objectToString.call(value) == stringTag);
}

/**
 * Checks if `value` is classified as a `Symbol` primitive or object.
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is a symbol, else `false`.
 * @example
 *
 * _.isSymbol(Symbol.iterator);
 * // => true
 *
 * _.isSymbol('abc');
 * // => false
 */
function isSymbol(value) {
  return typeof value == 'symbol' ||
    (isObjectLike(value) && objectToString.call(value) == symbolTag);
}

/**
 * Converts `value` to a finite number.
 *
 * @static
 * @memberOf _
 * @since 4.12.0
 * @category Lang
 * @param {*} value The value to convert.
 * @returns {number} Returns the converted number.
 * @example
 *
 * _.toFinite(3.2);
 * // => 3.2
 *
 * _.toFinite(Number.MIN_VALUE);
 * // => 5e-324
 *
 * _.toFinite(Infinity);
 * // => 1.7976931348623157e+308
 *
 * _.toFinite('3.2');
 * // => 3.2
 */
function toFinite(value) {
  if (!value) {
    return value === 0 ? value : 0;
  }
  value = toNumber(value);
  if (value === INFINITY || value === -INFINITY) {
    var sign = (value < 0 ? -1 : 1);
    return sign * MAX_INTEGER;
  }
  return value === value ? value : 0;
}

/**
 * Converts `value` to an integer.
 *
 * **Note:** This method is loosely based on
 * [`ToInteger`](http://www.ecma-international.org/ecma-262/7.0/#sec-tointeger).
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to convert.
 * @returns {number} Returns the converted integer.
 * @example
 *
 * _.toInteger(3.2);
 * // => 3
 *
 * _.toInteger(Number.MIN_VALUE);
 * // => 0
 *
 * _.toInteger(Infinity);
 * // => 1.7976931348623157e+308
 *
 * _.toInteger('3.2');
 * // => 3
 */
function toInteger(value) {
  var result = toFinite(value),
      remainder = result % 1;

  return result === result ? (remainder ? result - remainder : result) : 0;
}

/**
 * Converts `value` to a number.
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to process.
 * @returns {number} Returns the number.
 * @example
 *
 * _.toNumber(3.2);
 * // => 3.2
 *
 * _.toNumber(Number.MIN_VALUE);
 * // => 5e-324
 *
 * _.toNumber(Infinity);
 * // => Infinity
 *
 * _.toNumber('3.2');
 * // => 3.2
 */
function toNumber(value) {
  if (typeof value == 'number') {
    return value;
  }
  if (isSymbol(value)) {
    return NAN;
  }
  if (isObject(value)) {
    var other = typeof value.valueOf == 'function' ? value.valueOf() : value;
    value = isObject(other) ? (other + '') : other;
  }
  if (typeof value != 'string') {
    return value === 0 ? value : +value;
  }
  value = value.replace(reTrim, '');
  var isBinary = reIsBinary.test(value);
  return (isBinary || reIsOctal.test(value))
    ? freeParseInt(value.slice(2), isBinary ? 2 : 8)
    : (reIsBadHex.test(value) ? NAN : +value);
}

/**
 * Creates an array of the own enumerable property names of `object`.
 *
 * **Note:** Non-object values are coerced to objects. See the
 * [ES spec](http://ecma-international.org/ecma-262/7.0/#sec-object.keys)
 * for more details.
 *
 * @static
 * @since 0.1.0
 * @memberOf _
 * @category Object
 * @param {Object} object The object to query.
 * @returns {Array} Returns the array of property names.
 * @example
 *
 * function Foo() {
 *   this.a = 1;
 *   this.b = 2;
 * }
 *
 * Foo.prototype.c = 3;
 *
 * _.keys(new Foo);
 * // => ['a', 'b'] (iteration order is not guaranteed)
 *
 * _.keys('hi');
 * // => ['0', '1']
 */
function keys(object) {
  return isArrayLike(object) ? arrayLikeKeys(object) : baseKeys(object);
}

/**
 * Creates an array of the own enumerable string keyed property values of `object`.
 *
 * **Note:** Non-object values are coerced to objects.
 *
 * @static
 * @since 0.1.0
 * @memberOf _
 * @category Object
 * @param {Object} object The object to query.
 * @returns {Array} Returns the array of property values.
 * @example
 *
 * function Foo() {
 *   this.a = 1;
 *   this.b = 2;
 * }
 *
 * Foo.prototype.c = 3;
 *
 * _.values(new Foo);
 * // => [1, 2] (iteration order is not guaranteed)
 *
 * _.values('hi');
 * // => ['h', 'i']
 */
function values(object) {
  return object ? baseValues(object, keys(object)) : [];
}

module.exports = includes;


/***/ }),

/***/ 8013:
/***/ ((module) => {

/**
 * lodash 3.0.3 (Custom Build) <https://lodash.com/>
 * Build: `lodash modularize exports="npm" -o ./`
 * Copyright 2012-2016 The Dojo Foundation <http://dojofoundation.org/>
 * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>
 * Copyright 2009-2016 Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors
 * Available under MIT license <https://lodash.com/license>
 */

/** `Object#toString` result references. */
var boolTag = '[object Boolean]';

/** Used for built-in method references. */
var objectProto = Object.prototype;

/**
 * Used to resolve the [`toStringTag`](http://ecma-international.org/ecma-262/6.0/#sec-object.prototype.tostring)
 * of values.
 */
var objectToString = objectProto.toString;

/**
 * Checks if `value` is classified as a boolean primitive or object.
 *
 * @static
 * @memberOf _
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is correctly classified, else `false`.
 * @example
 *
 * _.isBoolean(false);
 * // => true
 *
 * _.isBoolean(null);
 * // => false
 */
function isBoolean(value) {
  return value === true || value === false ||
    (isObjectLike(value) && objectToString.call(value) == boolTag);
}

/**
 * Checks if `value` is object-like. A value is object-like if it's not `null`
 * and has a `typeof` result of "object".
 *
 * @static
 * @memberOf _
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is object-like, else `false`.
 * @example
 *
 * _.isObjectLike({});
 * // => true
 *
 * _.isObjectLike([1, 2, 3]);
 * // => true
 *
 * _.isObjectLike(_.noop);
 * // => false
 *
 * _.isObjectLike(null);
 * // => false
 */
function isObjectLike(value) {
  return !!value && typeof value == 'object';
}

module.exports = isBoolean;


/***/ }),

/***/ 4803:
/***/ ((module) => {

/**
 * lodash (Custom Build) <https://lodash.com/>
 * Build: `lodash modularize exports="npm" -o ./`
 * Copyright jQuery Foundation and other contributors <https://jquery.org/>
 * Released under MIT license <https://lodash.com/license>
 * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>
 * Copyright Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors
 */

/** Used as references for various `Number` constants. */
var INFINITY = 1 / 0,
    MAX_INTEGER = 1.7976931348623157e+308,
    NAN = 0 / 0;

/** `Object#toString` result references. */
var symbolTag = '[object Symbol]';

/** Used to match leading and trailing whitespace. */
var reTrim = /^\s+|\s+$/g;

/** Used to detect bad signed hexadecimal string values. */
var reIsBadHex = /^[-+]0x[0-9a-f]+$/i;

/** Used to detect binary string values. */
var reIsBinary = /^0b[01]+$/i;

/** Used to detect octal string values. */
var reIsOctal = /^0o[0-7]+$/i;

/** Built-in method references without a dependency on `root`. */
var freeParseInt = parseInt;

/** Used for built-in method references. */
var objectProto = Object.prototype;

/**
 * Used to resolve the
 * [`toStringTag`](http://ecma-international.org/ecma-262/7.0/#sec-object.prototype.tostring)
 * of values.
 */
var objectToString = objectProto.toString;

/**
 * Checks if `value` is an integer.
 *
 * **Note:** This method is based on
 * [`Number.isInteger`](https://mdn.io/Number/isInteger).
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is an integer, else `false`.
 * @example
 *
 * _.isInteger(3);
 * // => true
 *
 * _.isInteger(Number.MIN_VALUE);
 * // => false
 *
 * _.isInteger(Infinity);
 * // => false
 *
 * _.isInteger('3');
 * // => false
 */
function isInteger(value) {
  return typeof value == 'number' && value == toInteger(value);
}

/**
 * Checks if `value` is the
 * [language type](http://www.ecma-international.org/ecma-262/7.0/#sec-ecmascript-language-types)
 * of `Object`. (e.g. arrays, functions, objects, regexes, `new Number(0)`, and `new String('')`)
 *
 * @static
 * @memberOf _
 * @since 0.1.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is an object, else `false`.
 * @example
 *
 * _.isObject({});
 * // => true
 *
 * _.isObject([1, 2, 3]);
 * // => true
 *
 * _.isObject(_.noop);
 * // => true
 *
 * _.isObject(null);
 * // => false
 */
function isObject(value) {
  var type = typeof value;
  return !!value && (type == 'object' || type == 'function');
}

/**
 * Checks if `value` is object-like. A value is object-like if it's not `null`
 * and has a `typeof` result of "object".
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is object-like, else `false`.
 * @example
 *
 * _.isObjectLike({});
 * // => true
 *
 * _.isObjectLike([1, 2, 3]);
 * // => true
 *
 * _.isObjectLike(_.noop);
 * // => false
 *
 * _.isObjectLike(null);
 * // => false
 */
function isObjectLike(value) {
  return !!value && typeof value == 'object';
}

/**
 * Checks if `value` is classified as a `Symbol` primitive or object.
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is a symbol, else `false`.
 * @example
 *
 * _.isSymbol(Symbol.iterator);
 * // => true
 *
 * _.isSymbol('abc');
 * // => false
 */
function isSymbol(value) {
  return typeof value == 'symbol' ||
    (isObjectLike(value) && objectToString.call(value) == symbolTag);
}

/**
 * Converts `value` to a finite number.
 *
 * @static
 * @memberOf _
 * @since 4.12.0
 * @category Lang
 * @param {*} value The value to convert.
 * @returns {number} Returns the converted number.
 * @example
 *
 * _.toFinite(3.2);
 * // => 3.2
 *
 * _.toFinite(Number.MIN_VALUE);
 * // => 5e-324
 *
 * _.toFinite(Infinity);
 * // => 1.7976931348623157e+308
 *
 * _.toFinite('3.2');
 * // => 3.2
 */
function toFinite(value) {
  if (!value) {
    return value === 0 ? value : 0;
  }
  value = toNumber(value);
  if (value === INFINITY || value === -INFINITY) {
    var sign = (value < 0 ? -1 : 1);
    return sign * MAX_INTEGER;
  }
  return value === value ? value : 0;
}

/**
 * Converts `value` to an integer.
 *
 * **Note:** This method is loosely based on
 * [`ToInteger`](http://www.ecma-international.org/ecma-262/7.0/#sec-tointeger).
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to convert.
 * @returns {number} Returns the converted integer.
 * @example
 *
 * _.toInteger(3.2);
 * // => 3
 *
 * _.toInteger(Number.MIN_VALUE);
 * // => 0
 *
 * _.toInteger(Infinity);
 * // => 1.7976931348623157e+308
 *
 * _.toInteger('3.2');
 * // => 3
 */
function toInteger(value) {
  var result = toFinite(value),
      remainder = result % 1;

  return result === result ? (remainder ? result - remainder : result) : 0;
}

/**
 * Converts `value` to a number.
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to process.
 * @returns {number} Returns the number.
 * @example
 *
 * _.toNumber(3.2);
 * // => 3.2
 *
 * _.toNumber(Number.MIN_VALUE);
 * // => 5e-324
 *
 * _.toNumber(Infinity);
 * // => Infinity
 *
 * _.toNumber('3.2');
 * // => 3.2
 */
function toNumber(value) {
  if (typeof value == 'number') {
    return value;
  }
  if (isSymbol(value)) {
    return NAN;
  }
  if (isObject(value)) {
    var other = typeof value.valueOf == 'function' ? value.valueOf() : value;
    value = isObject(other) ? (other + '') : other;
  }
  if (typeof value != 'string') {
    return value === 0 ? value : +value;
  }
  value = value.replace(reTrim, '');
  var isBinary = reIsBinary.test(value);
  return (isBinary || reIsOctal.test(value))
    ? freeParseInt(value.slice(2), isBinary ? 2 : 8)
    : (reIsBadHex.test(value) ? NAN : +value);
}

module.exports = isInteger;


/***/ }),

/***/ 7714:
/***/ ((module) => {

/**
 * lodash 3.0.3 (Custom Build) <https://lodash.com/>
 * Build: `lodash modularize exports="npm" -o ./`
 * Copyright 2012-2016 The Dojo Foundation <http://dojofoundation.org/>
 * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>
 * Copyright 2009-2016 Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors
 * Available under MIT license <https://lodash.com/license>
 */

/** `Object#toString` result references. */
var numberTag = '[object Number]';

/** Used for built-in method references. */
var objectProto = Object.prototype;

/**
 * Used to resolve the [`toStringTag`](http://ecma-international.org/ecma-262/6.0/#sec-object.prototype.tostring)
 * of values.
 */
var objectToString = objectProto.toString;

/**
 * Checks if `value` is object-like. A value is object-like if it's not `null`
 * and has a `typeof` result of "object".
 *
 * @static
 * @memberOf _
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is object-like, else `false`.
 * @example
 *
 * _.isObjectLike({});
 * // => true
 *
 * _.isObjectLike([1, 2, 3]);
 * // => true
 *
 * _.isObjectLike(_.noop);
 * // => false
 *
 * _.isObjectLike(null);
 * // => false
 */
function isObjectLike(value) {
  return !!value && typeof value == 'object';
}

/**
 * Checks if `value` is classified as a `Number` primitive or object.
 *
 * **Note:** To exclude `Infinity`, `-Infinity`, and `NaN`, which are classified
 * as numbers, use the `_.isFinite` method.
 *
 * @static
 * @memberOf _
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is correctly classified, else `false`.
 * @example
 *
 * _.isNumber(3);
 * // => true
 *
 * _.isNumber(Number.MIN_VALUE);
 * // => true
 *
 * _.isNumber(Infinity);
 * // => true
 *
 * _.isNumber('3');
 * // => false
 */
function isNumber(value) {
  return typeof value == 'number' ||
    (isObjectLike(value) && objectToString.call(value) == numberTag);
}

module.exports = isNumber;


/***/ }),

/***/ 3002:
/***/ ((module) => {

/**
 * lodash (Custom Build) <https://lodash.com/>
 * Build: `lodash modularize exports="npm" -o ./`
 * Copyright jQuery Foundation and other contributors <https://jquery.org/>
 * Released under MIT license <https://lodash.com/license>
 * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>
 * Copyright Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors
 */

/** `Object#toString` result references. */
var objectTag = '[object Object]';

/**
 * Checks if `value` is a host object in IE < 9.
 *
 * @private
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is a host object, else `false`.
 */
function isHostObject(value) {
  // Many host objects are `Object` objects that can coerce to strings
  // despite having improperly defined `toString` methods.
  var result = false;
  if (value != null && typeof value.toString != 'function') {
    try {
      result = !!(value + '');
    } catch (e) {}
  }
  return result;
}

/**
 * Creates a unary function that invokes `func` with its argument transformed.
 *
 * @private
 * @param {Function} func The function to wrap.
 * @param {Function} transform The argument transform.
 * @returns {Function} Returns the new function.
 */
function overArg(func, transform) {
  return function(arg) {
    return func(transform(arg));
  };
}

/** Used for built-in method references. */
var funcProto = Function.prototype,
    objectProto = Object.prototype;

/** Used to resolve the decompiled source of functions. */
var funcToString = funcProto.toString;

/** Used to check objects for own properties. */
var hasOwnProperty = objectProto.hasOwnProperty;

/** Used to infer the `Object` constructor. */
var objectCtorString = funcToString.call(Object);

/**
 * Used to resolve the
 * [`toStringTag`](http://ecma-international.org/ecma-262/7.0/#sec-object.prototype.tostring)
 * of values.
 */
var objectToString = objectProto.toString;

/** Built-in value references. */
var getPrototype = overArg(Object.getPrototypeOf, Object);

/**
 * Checks if `value` is object-like. A value is object-like if it's not `null`
 * and has a `typeof` result of "object".
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is object-like, else `false`.
 * @example
 *
 * _.isObjectLike({});
 * // => true
 *
 * _.isObjectLike([1, 2, 3]);
 * // => true
 *
 * _.isObjectLike(_.noop);
 * // => false
 *
 * _.isObjectLike(null);
 * // => false
 */
function isObjectLike(value) {
  return !!value && typeof value == 'object';
}

/**
 * Checks if `value` is a plain object, that is, an object created by the
 * `Object` constructor or one with a `[[Prototype]]` of `null`.
 *
 * @static
 * @memberOf _
 * @since 0.8.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is a plain object, else `false`.
 * @example
 *
 * function Foo() {
 *   this.a = 1;
 * }
 *
 * _.isPlainObject(new Foo);
 * // => false
 *
 * _.isPlainObject([1, 2, 3]);
 * // => false
 *
 * _.isPlainObject({ 'x': 0, 'y': 0 });
 * // => true
 *
 * _.isPlainObject(Object.create(null));
 * // => true
 */
function isPlainObject(value) {
  if (!isObjectLike(value) ||
      objectToString.call(value) != objectTag || isHostObject(value)) {
    return false;
  }
  var proto = getPrototype(value);
  if (proto === null) {
    return true;
  }
  var Ctor = hasOwnProperty.call(proto, 'constructor') && proto.constructor;
  return (typeof Ctor == 'function' &&
    Ctor instanceof Ctor && funcToString.call(Ctor) == objectCtorString);
}

module.exports = isPlainObject;


/***/ }),

/***/ 1918:
/***/ ((module) => {

/**
 * lodash 4.0.1 (Custom Build) <https://lodash.com/>
 * Build: `lodash modularize exports="npm" -o ./`
 * Copyright 2012-2016 The Dojo Foundation <http://dojofoundation.org/>
 * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>
 * Copyright 2009-2016 Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors
 * Available under MIT license <https://lodash.com/license>
 */

/** `Object#toString` result references. */
var stringTag = '[object String]';

/** Used for built-in method references. */
var objectProto = Object.prototype;

/**
 * Used to resolve the [`toStringTag`](http://ecma-international.org/ecma-262/6.0/#sec-object.prototype.tostring)
 * of values.
 */
var objectToString = objectProto.toString;

/**
 * Checks if `value` is classified as an `Array` object.
 *
 * @static
 * @memberOf _
 * @type Function
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is correctly classified, else `false`.
 * @example
 *
 * _.isArray([1, 2, 3]);
 * // => true
 *
 * _.isArray(document.body.children);
 * // => false
 *
 * _.isArray('abc');
 * // => false
 *
 * _.isArray(_.noop);
 * // => false
 */
var isArray = Array.isArray;

/**
 * Checks if `value` is object-like. A value is object-like if it's not `null`
 * and has a `typeof` result of "object".
 *
 * @static
 * @memberOf _
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is object-like, else `false`.
 * @example
 *
 * _.isObjectLike({});
 * // => true
 *
 * _.isObjectLike([1, 2, 3]);
 * // => true
 *
 * _.isObjectLike(_.noop);
 * // => false
 *
 * _.isObjectLike(null);
 * // => false
 */
function isObjectLike(value) {
  return !!value && typeof value == 'object';
}

/**
 * Checks if `value` is classified as a `String` primitive or object.
 *
 * @static
 * @memberOf _
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is correctly classified, else `false`.
 * @example
 *
 * _.isString('abc');
 * // => true
 *
 * _.isString(1);
 * // => false
 */
function isString(value) {
  return typeof value == 'string' ||
    (!isArray(value) && isObjectLike(value) && objectToString.call(value) == stringTag);
}

module.exports = isString;


/***/ }),

/***/ 7034:
/***/ ((module) => {

/**
 * lodash (Custom Build) <https://lodash.com/>
 * Build: `lodash modularize exports="npm" -o ./`
 * Copyright jQuery Foundation and other contributors <https://jquery.org/>
 * Released under MIT license <https://lodash.com/license>
 * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>
 * Copyright Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors
 */

/** Used as the `TypeError` message for "Functions" methods. */
var FUNC_ERROR_TEXT = 'Expected a function';

/** Used as references for various `Number` constants. */
var INFINITY = 1 / 0,
    MAX_INTEGER = 1.7976931348623157e+308,
    NAN = 0 / 0;

/** `Object#toString` result references. */
var symbolTag = '[object Symbol]';

/** Used to match leading and trailing whitespace. */
var reTrim = /^\s+|\s+$/g;

/** Used to detect bad signed hexadecimal string values. */
var reIsBadHex = /^[-+]0x[0-9a-f]+$/i;

/** Used to detect binary string values. */
var reIsBinary = /^0b[01]+$/i;

/** Used to detect octal string values. */
var reIsOctal = /^0o[0-7]+$/i;

/** Built-in method references without a dependency on `root`. */
var freeParseInt = parseInt;

/** Used for built-in method references. */
var objectProto = Object.prototype;

/**
 * Used to resolve the
 * [`toStringTag`](http://ecma-international.org/ecma-262/7.0/#sec-object.prototype.tostring)
 * of values.
 */
var objectToString = objectProto.toString;

/**
 * Creates a function that invokes `func`, with the `this` binding and arguments
 * of the created function, while it's called less than `n` times. Subsequent
 * calls to the created function return the result of the last `func` invocation.
 *
 * @static
 * @memberOf _
 * @since 3.0.0
 * @category Function
 * @param {number} n The number of calls at which `func` is no longer invoked.
 * @param {Function} func The function to restrict.
 * @returns {Function} Returns the new restricted function.
 * @example
 *
 * jQuery(element).on('click', _.before(5, addContactToList));
 * // => Allows adding up to 4 contacts to the list.
 */
function before(n, func) {
  var result;
  if (typeof func != 'function') {
    throw new TypeError(FUNC_ERROR_TEXT);
  }
  n = toInteger(n);
  return function() {
    if (--n > 0) {
      result = func.apply(this, arguments);
    }
    if (n <= 1) {
      func = undefined;
    }
    return result;
  };
}

/**
 * Creates a function that is restricted to invoking `func` once. Repeat calls
 * to the function return the value of the first invocation. The `func` is
 * invoked with the `this` binding and arguments of the created function.
 *
 * @static
 * @memberOf _
 * @since 0.1.0
 * @category Function
 * @param {Function} func The function to restrict.
 * @returns {Function} Returns the new restricted function.
 * @example
 *
 * var initialize = _.once(createApplication);
 * initialize();
 * initialize();
 * // => `createApplication` is invoked once
 */
function once(func) {
  return before(2, func);
}

/**
 * Checks if `value` is the
 * [language type](http://www.ecma-international.org/ecma-262/7.0/#sec-ecmascript-language-types)
 * of `Object`. (e.g. arrays, functions, objects, regexes, `new Number(0)`, and `new String('')`)
 *
 * @static
 * @memberOf _
 * @since 0.1.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is an object, else `false`.
 * @example
 *
 * _.isObject({});
 * // => true
 *
 * _.isObject([1, 2, 3]);
 * // => true
 *
 * _.isObject(_.noop);
 * // => true
 *
 * _.isObject(null);
 * // => false
 */
function isObject(value) {
  var type = typeof value;
  return !!value && (type == 'object' || type == 'function');
}

/**
 * Checks if `value` is object-like. A value is object-like if it's not `null`
 * and has a `typeof` result of "object".
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is object-like, else `false`.
 * @example
 *
 * _.isObjectLike({});
 * // => true
 *
 * _.isObjectLike([1, 2, 3]);
 * // => true
 *
 * _.isObjectLike(_.noop);
 * // => false
 *
 * _.isObjectLike(null);
 * // => false
 */
function isObjectLike(value) {
  return !!value && typeof value == 'object';
}

/**
 * Checks if `value` is classified as a `Symbol` primitive or object.
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to check.
 * @returns {boolean} Returns `true` if `value` is a symbol, else `false`.
 * @example
 *
 * _.isSymbol(Symbol.iterator);
 * // => true
 *
 * _.isSymbol('abc');
 * // => false
 */
function isSymbol(value) {
  return typeof value == 'symbol' ||
    (isObjectLike(value) && objectToString.call(value) == symbolTag);
}

/**
 * Converts `value` to a finite number.
 *
 * @static
 * @memberOf _
 * @since 4.12.0
 * @category Lang
 * @param {*} value The value to convert.
 * @returns {number} Returns the converted number.
 * @example
 *
 * _.toFinite(3.2);
 * // => 3.2
 *
 * _.toFinite(Number.MIN_VALUE);
 * // => 5e-324
 *
 * _.toFinite(Infinity);
 * // => 1.7976931348623157e+308
 *
 * _.toFinite('3.2');
 * // => 3.2
 */
function toFinite(value) {
  if (!value) {
    return value === 0 ? value : 0;
  }
  value = toNumber(value);
  if (value === INFINITY || value === -INFINITY) {
    var sign = (value < 0 ? -1 : 1);
    return sign * MAX_INTEGER;
  }
  return value === value ? value : 0;
}

/**
 * Converts `value` to an integer.
 *
 * **Note:** This method is loosely based on
 * [`ToInteger`](http://www.ecma-international.org/ecma-262/7.0/#sec-tointeger).
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to convert.
 * @returns {number} Returns the converted integer.
 * @example
 *
 * _.toInteger(3.2);
 * // => 3
 *
 * _.toInteger(Number.MIN_VALUE);
 * // => 0
 *
 * _.toInteger(Infinity);
 * // => 1.7976931348623157e+308
 *
 * _.toInteger('3.2');
 * // => 3
 */
function toInteger(value) {
  var result = toFinite(value),
      remainder = result % 1;

  return result === result ? (remainder ? result - remainder : result) : 0;
}

/**
 * Converts `value` to a number.
 *
 * @static
 * @memberOf _
 * @since 4.0.0
 * @category Lang
 * @param {*} value The value to process.
 * @returns {number} Returns the number.
 * @example
 *
 * _.toNumber(3.2);
 * // => 3.2
 *
 * _.toNumber(Number.MIN_VALUE);
 * // => 5e-324
 *
 * _.toNumber(Infinity);
 * // => Infinity
 *
 * _.toNumber('3.2');
 * // => 3.2
 */
function toNumber(value) {
  if (typeof value == 'number') {
    return value;
  }
  if (isSymbol(value)) {
    return NAN;
  }
  if (isObject(value)) {
    var other = typeof value.valueOf == 'function' ? value.valueOf() : value;
    value = isObject(other) ? (other + '') : other;
  }
  if (typeof value != 'string') {
    return value === 0 ? value : +value;
  }
  value = value.replace(reTrim, '');
  var isBinary = reIsBinary.test(value);
  return (isBinary || reIsOctal.test(value))
    ? freeParseInt(value.slice(2), isBinary ? 2 : 8)
    : (reIsBadHex.test(value) ? NAN : +value);
}

module.exports = once;


/***/ }),

/***/ 9778:
/***/ ((module) => {

/**
 * Helpers.
 */

var s = 1000;
var m = s * 60;
var h = m * 60;
var d = h * 24;
var w = d * 7;
var y = d * 365.25;

/**
 * Parse or format the given `val`.
 *
 * Options:
 *
 *  - `long` verbose formatting [false]
 *
 * @param {String|Number} val
 * @param {Object} [options]
 * @throws {Error} throw an error if val is not a non-empty string or a number
 * @return {String|Number}
 * @api public
 */

module.exports = function (val, options) {
  options = options || {};
  var type = typeof val;
  if (type === 'string' && val.length > 0) {
    return parse(val);
  } else if (type === 'number' && isFinite(val)) {
    return options.long ? fmtLong(val) : fmtShort(val);
  }
  throw new Error(
    'val is not a non-empty string or a valid number. val=' +
      JSON.stringify(val)
  );
};

/**
 * Parse the given `str` and return milliseconds.
 *
 * @param {String} str
 * @return {Number}
 * @api private
 */

function parse(str) {
  str = String(str);
  if (str.length > 100) {
    return;
  }
  var match = /^(-?(?:\d+)?\.?\d+) *(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)?$/i.exec(
    str
  );
  if (!match) {
    return;
  }
  var n = parseFloat(match[1]);
  var type = (match[2] || 'ms').toLowerCase();
  switch (type) {
    case 'years':
    case 'year':
    case 'yrs':
    case 'yr':
    case 'y':
      return n * y;
    case 'weeks':
    case 'week':
    case 'w':
      return n * w;
    case 'days':
    case 'day':
    case 'd':
      return n * d;
    case 'hours':
    case 'hour':
    case 'hrs':
    case 'hr':
    case 'h':
      return n * h;
    case 'minutes':
    case 'minute':
    case 'mins':
    case 'min':
    case 'm':
      return n * m;
    case 'seconds':
    case 'second':
    case 'secs':
    case 'sec':
    case 's':
      return n * s;
    case 'milliseconds':
    case 'millisecond':
    case 'msecs':
    case 'msec':
    case 'ms':
      return n;
    default:
      return undefined;
  }
}

/**
 * Short format for `ms`.
 *
 * @param {Number} ms
 * @return {String}
 * @api private
 */

function fmtShort(ms) {
  var msAbs = Math.abs(ms);
  if (msAbs >= d) {
    return Math.round(ms / d) + 'd';
  }
  if (msAbs >= h) {
    return Math.round(ms / h) + 'h';
  }
  if (msAbs >= m) {
    return Math.round(ms / m) + 'm';
  }
  if (msAbs >= s) {
    return Math.round(ms / s) + 's';
  }
  return ms + 'ms';
}

/**
 * Long format for `ms`.
 *
 * @param {Number} ms
 * @return {String}
 * @api private
 */

function fmtLong(ms) {
  var msAbs = Math.abs(ms);
  if (msAbs >= d) {
    return plural(ms, msAbs, d, 'day');
  }
  if (msAbs >= h) {
    return plural(ms, msAbs, h, 'hour');
  }
  if (msAbs >= m) {
    return plural(ms, msAbs, m, 'minute');
  }
  if (msAbs >= s) {
    return plural(ms, msAbs, s, 'second');
  }
  return ms + ' ms';
}

/**
 * Pluralization helper.
 */

function plural(ms, msAbs, n, name) {
  var isPlural = msAbs >= n * 1.5;
  return Math.round(ms / n) + ' ' + name + (isPlural ? 's' : '');
}


/***/ }),

/***/ 9972:
/***/ ((module, exports, __nccwpck_require__) => {

/*! safe-buffer. MIT License. Feross Aboukhadijeh <https://feross.org/opensource> */
/* eslint-disable node/no-deprecated-api */
var buffer = __nccwpck_require__(181)
var Buffer = buffer.Buffer

// alternative to using Object.keys for old browsers
function copyProps (src, dst) {
  for (var key in src) {
    dst[key] = src[key]
  }
}
if (Buffer.from && Buffer.alloc && Buffer.allocUnsafe && Buffer.allocUnsafeSlow) {
  module.exports = buffer
} else {
  // Copy properties from require('buffer')
  copyProps(buffer, exports)
  exports.Buffer = SafeBuffer
}

function SafeBuffer (arg, encodingOrOffset, length) {
  return Buffer(arg, encodingOrOffset, length)
}

SafeBuffer.prototype = Object.create(Buffer.prototype)

// Copy static methods from Buffer
copyProps(Buffer, SafeBuffer)

SafeBuffer.from = function (arg, encodingOrOffset, length) {
  if (typeof arg === 'number') {
    throw new TypeError('Argument must not be a number')
  }
  return Buffer(arg, encodingOrOffset, length)
}

SafeBuffer.alloc = function (size, fill, encoding) {
  if (typeof size !== 'number') {
    throw new TypeError('Argument must be a number')
  }
  var buf = Buffer(size)
  if (fill !== undefined) {
    if (typeof encoding === 'string') {
      buf.fill(fill, encoding)
    } else {
      buf.fill(fill)
    }
  } else {
    buf.fill(0)
  }
  return buf
}

SafeBuffer.allocUnsafe = function (size) {
  if (typeof size !== 'number') {
    throw new TypeError('Argument must be a number')
  }
  return Buffer(size)
}

SafeBuffer.allocUnsafeSlow = function (size) {
  if (typeof size !== 'number') {
    throw new TypeError('Argument must be a number')
  }
  return buffer.SlowBuffer(size)
}


/***/ }),

/***/ 4488:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";


var net = __nccwpck_require__(9278);
var tls = __nccwpck_require__(4756);
var http = __nccwpck_require__(8611);
var https = __nccwpck_require__(5692);
var events = __nccwpck_require__(4434);
var assert = __nccwpck_require__(2613);
var util = __nccwpck_require__(9023);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
exports.debug = debug; // for test


/***/ }),

/***/ 5782:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ attempt)
/* harmony export */ });
/** What comes out, or undefined where that throws. */
function attempt(run) {
    try {
        return run();
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 1611:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ visible),
/* harmony export */   x: () => (/* binding */ unescape)
/* harmony export */ });
const INVISIBLE = /[\0\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]/g;
// Signs of other widths and fonts, and ligatures: each has one meaning in ASCII (NFKC).
const COMPATIBLE = /[\ufb00-\ufb06\uff01-\uff5e\u{1d400}-\u{1d7ff}]/gu;
// One character by its number: in JSON, JavaScript and C; in URLs; in HTML; in quoted-printable, where
// only what a key can hold is undone. The work is linear because no pattern begins with a repetition.
const NUMBERS = [
    [/%(?:25)*(?:u00)?([0-9a-f]{2})/gi, 16],
    [/\\u([0-9a-f]{4})/gi, 16],
    [/\\u\{0{0,4}([0-9a-f]{1,4})\}/gi, 16],
    [/\\x([0-9a-f]{2})/gi, 16],
    [/\\([0-3][0-7]{2})/g, 8],
    [/&(?:amp;)*#x0{0,6}([0-9a-f]{1,4});/gi, 16],
    [/&(?:amp;)*#0{0,6}(\d{1,5});/g, 10],
    [/=(0[9AD]|2[0BDF]|3D)/gi, 16],
];
const ENTITIES = 'newline tab nbsp plus sol equals hyphen dash lowbar quot apos amp lt gt'.split(' ');
const SIGNS_OF_ENTITIES = '\n\t +/=--_"\'&<>';
/** Takes out what nobody sees, and writes signs of other widths in ASCII. */
function visible(text) {
    return text
        .replace(INVISIBLE, '')
        .replace(COMPATIBLE, (character) => character.normalize('NFKC'));
}
/**
 * Undoes one layer of what programs do to special characters: the escapes of JSON, C, shells,
 * PowerShell, URLs, HTML and quoted-printable. No base64 contains any of these.
 */
function unescape(text) {
    let plain = visible(text).replace(/(?<!=)=[ \t]{0,4}\r?\n(?!-|\s)/g, '');
    for (const [pattern, radix] of NUMBERS) {
        plain = plain.replace(pattern, (_match, code) => String.fromCharCode(Number.parseInt(code, radix)));
    }
    plain = plain
        .replace(/&(?:amp;)*([a-z]{2,7});/gi, (match, name) => {
        return SIGNS_OF_ENTITIES[ENTITIES.indexOf(name.toLowerCase())] ?? match;
    })
        .replace(/<\/?[a-z][^<>]{0,200}>(?!$)/gi, '\n')
        .replace(/\\[nrt]|`[nrt]|\^[JMI]/g, '\n')
        .replaceAll('\\', '');
    return visible(plain);
}


/***/ }),

/***/ 7737:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ng: () => (/* binding */ isUsable),
/* harmony export */   Oo: () => (/* binding */ FEWEST_BITS),
/* harmony export */   Rj: () => (/* binding */ declaredLength),
/* harmony export */   c1: () => (/* binding */ readRsaKey),
/* harmony export */   fE: () => (/* binding */ MOST_BITS),
/* harmony export */   gt: () => (/* binding */ SEQUENCE)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _attempt_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5782);


const FEWEST_BITS = 2048;
/** OpenSSL verifies nothing longer. */
const MOST_BITS = 16_384;
const SEQUENCE = 0x30;
// PKCS#8 (RFC 5208): version 0, rsaEncryption with NULL (RFC 8017, appendix A.1), and the key in PKCS#1.
const PKCS8 = /3082....020100300d06092a864886f70d01010105000482..../;
const PKCS8_LENGTH = 26;
const ATTRIBUTES = 0xa0;
/**
 * Reads PKCS#8 or PKCS#1 of some 1024 bits and more, strictly: OpenSSL forgives a changed version,
 * parameter or length, but what it writes of the key has to be what was read, and nothing may follow.
 */
function readRsaKey(der) {
    const isPkcs8 = PKCS8.test(der.toString('hex', 0, PKCS8_LENGTH));
    const start = isPkcs8 ? PKCS8_LENGTH : 0;
    const end = start + (declaredLength(der.subarray(start)) ?? 0);
    const isWhole = der.length === declaredLength(der) && (der[end] ?? ATTRIBUTES) === ATTRIBUTES;
    if (!isWhole || (isPkcs8 && der.readUInt16BE(start - 2) !== end - start))
        return undefined;
    const pkcs1 = der.subarray(start, end);
    const key = (0,_attempt_js__WEBPACK_IMPORTED_MODULE_1__/* .attempt */ .C)(() => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPrivateKey)({ key: pkcs1, format: 'der', type: 'pkcs1' }));
    if (key?.asymmetricKeyType !== 'rsa')
        return undefined;
    if (!key.export({ format: 'der', type: 'pkcs1' }).equals(pkcs1))
        return undefined;
    const { asymmetricKeyDetails: { modulusLength: bits = 0 } = {} } = key;
    return { key, bits, isProven: bits <= MOST_BITS && numbersFit(integersIn(pkcs1)) };
}
/** Whether it may sign assertions. */
const isUsable = (rsa) => rsa?.isProven === true && rsa.bits >= FEWEST_BITS;
/** The length in bytes that a SEQUENCE of DER (X.690) says it has, whole or not, if it is 256 or more. */
function declaredLength(bytes) {
    const isSequence = /3082(?!00)..../.test(bytes.toString('hex', 0, 4));
    return isSequence ? 4 + bytes.readUInt16BE(2) : undefined;
}
/** The integers in a structure that OpenSSL has written, whatever sequence they are in. */
function integersIn(der) {
    const integers = [];
    for (let at = 0; at < der.length;) {
        const [tag, first = 0] = der.subarray(at, at + 2);
        const begin = at + 2 + Math.max(0, first - 0x80);
        const end = begin + (first < 0x80 ? first : der.readUIntBE(at + 2, first - 0x80));
        if (tag !== SEQUENCE)
            integers.push(BigInt(`0x${der.toString('hex', begin, end)}`));
        at = tag === SEQUENCE ? begin : end;
    }
    return integers;
}
/**
 * Whether the numbers of a key fit together (RFC 8017, section 3.2). A key that passes is the key that
 * was issued: no change of a single number leaves all of these equations true.
 */
function numbersFit([, ...integers]) {
    const [n = 0n, e = 0n, d = 0n, p = 0n, q = 0n, dP = 0n, dQ = 0n, qInv = 0n] = integers;
    // r, d and t of each further prime stand behind these.
    const factors = [q, dQ, 1n, p, dP, qInv, ...integers.slice(8)];
    let product = 1n;
    for (let at = 0; at < factors.length; at += 3) {
        const [prime = 0n, exponent = 0n, coefficient = 0n] = factors.slice(at, at + 3);
        if (prime < 3n || coefficient >= prime)
            return false;
        if ((e * d) % (prime - 1n) !== 1n || exponent !== d % (prime - 1n))
            return false;
        // q·qInv ≡ 1 mod p, and likewise for each further prime and the product of those before it.
        if ((product * coefficient) % prime !== 1n)
            return false;
        product *= prime;
    }
    return product === n && d < n;
}


/***/ }),

/***/ 1610:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _O: () => (/* binding */ USER_AGENT),
/* harmony export */   ld: () => (/* binding */ REPOSITORY_URL),
/* harmony export */   xv: () => (/* binding */ VERSION)
/* harmony export */ });
/** The version of the action, the same as in package.json. */
const VERSION = '1.0.0';
/** Where the action is published. Part of the user agent and of the links in messages. */
const REPOSITORY_URL = 'https://github.com/OWNER/galaxy-store-access-token';
/** How the action introduces itself to the API. */
const USER_AGENT = `galaxy-store-access-token/${VERSION} (+${REPOSITORY_URL})`;


/***/ }),

/***/ 3783:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   aV: () => (/* binding */ InputsError),
/* harmony export */   oX: () => (/* binding */ TOKEN_REMAINS),
/* harmony export */   xR: () => (/* binding */ helpUrl),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/* harmony import */ var _project_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1610);

/** What it means that a token could not be revoked, and what to do. */
const TOKEN_REMAINS = 'The token stays valid, and this action does not hold it any more. To end it, delete ' +
    'the service account in Seller Portal (Assistance → API Service) and create a new one.';
/**
 * A failure that a user can do something about. Its message says what failed, why, and what to do, and
 * never contains a secret.
 */
class UserError extends Error {
    name = 'UserError';
    /** The heading of docs/troubleshooting.md that explains the failure. */
    topic;
    constructor(topic, message, options) {
        super(message, options);
        this.topic = topic;
    }
}
/** One or more inputs are wrong. */
class InputsError extends Error {
    name = 'InputsError';
    problems;
    constructor(problems) {
        super(`${problems.length} inputs need to be changed.`);
        this.problems = problems;
    }
}
/** The heading of docs/troubleshooting.md that explains a failure, as it is in this very version. */
function helpUrl(topic) {
    return `${_project_js__WEBPACK_IMPORTED_MODULE_0__/* .REPOSITORY_URL */ .ld}/blob/v${_project_js__WEBPACK_IMPORTED_MODULE_0__/* .VERSION */ .xv}/docs/troubleshooting.md#${topic}`;
}


/***/ }),

/***/ 2613:
/***/ ((module) => {

"use strict";
module.exports = require("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

"use strict";
module.exports = require("buffer");

/***/ }),

/***/ 6982:
/***/ ((module) => {

"use strict";
module.exports = require("crypto");

/***/ }),

/***/ 4434:
/***/ ((module) => {

"use strict";
module.exports = require("events");

/***/ }),

/***/ 8611:
/***/ ((module) => {

"use strict";
module.exports = require("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

"use strict";
module.exports = require("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

"use strict";
module.exports = require("net");

/***/ }),

/***/ 7598:
/***/ ((module) => {

"use strict";
module.exports = require("node:crypto");

/***/ }),

/***/ 2203:
/***/ ((module) => {

"use strict";
module.exports = require("stream");

/***/ }),

/***/ 4756:
/***/ ((module) => {

"use strict";
module.exports = require("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

"use strict";
module.exports = require("util");

/***/ }),

/***/ 3523:
/***/ ((__unused_webpack_module, exports) => {

/**
 * Stands in for `semver`, which `jsonwebtoken` asks when it is loaded: is this Node at least 8.0 (PS
 * algorithms), 15.7 and 16.9 (details of asymmetric keys)? The action runs on Node 24, so the answer is
 * yes. Without this file a main step takes 3 ms more, and the bundle has 70 kB more.
 */
const ANSWERED_YES = ['^6.12.0 || >=8.0.0', '>=15.7.0', '>=16.9.0'];

/** @type {(version: string, range: string) => true} */
exports.satisfies = (_version, range) => {
  if (ANSWERED_YES.includes(range)) return true;
  throw new Error(`semver is not part of this bundle: nothing is known of the range ${range}.`);
};


/***/ }),

/***/ 5961:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

/**
 * Stands in for the entry point of `tunnel`, which `@actions/http-client` calls where a proxy is set. The
 * real one is loaded when it is called. Without this file a main step over plain HTTP takes 1 ms more,
 * since the real one loads TLS.
 */
const NAMES = ['httpOverHttp', 'httpsOverHttp', 'httpOverHttps', 'httpsOverHttps'];

for (const name of NAMES) {
  Object.assign(exports, {
    /** @param {object} options */
    [name]: (options) => __nccwpck_require__(4488)[name]?.(options),
  });
}


/***/ })

/******/ 	});
/************************************************************************/
/******/ 	// The module cache
/******/ 	var __webpack_module_cache__ = {};
/******/ 	
/******/ 	// The require function
/******/ 	function __nccwpck_require__(moduleId) {
/******/ 		// Check if module is in cache
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) {
/******/ 			return cachedModule.exports;
/******/ 		}
/******/ 		// Create a new module (and put it into the cache)
/******/ 		var module = __webpack_module_cache__[moduleId] = {
/******/ 			// no module.id needed
/******/ 			// no module.loaded needed
/******/ 			exports: {}
/******/ 		};
/******/ 	
/******/ 		// Execute the module function
/******/ 		var threw = true;
/******/ 		try {
/******/ 			__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 			threw = false;
/******/ 		} finally {
/******/ 			if(threw) delete __webpack_module_cache__[moduleId];
/******/ 		}
/******/ 	
/******/ 		// Return the exports of the module
/******/ 		return module.exports;
/******/ 	}
/******/ 	
/******/ 	// expose the modules object (__webpack_modules__)
/******/ 	__nccwpck_require__.m = __webpack_modules__;
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/asset-relocator-loader */
/******/ 	if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = __dirname + "/";
/******/ 	
/******/ 	/* webpack/runtime/compat get default export */
/******/ 	(() => {
/******/ 		// getDefaultExport function for compatibility with non-harmony modules
/******/ 		__nccwpck_require__.n = (module) => {
/******/ 			var getter = module && module.__esModule ?
/******/ 				() => (module['default']) :
/******/ 				() => (module);
/******/ 			__nccwpck_require__.d(getter, { a: getter });
/******/ 			return getter;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/create fake namespace object */
/******/ 	(() => {
/******/ 		var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 		var leafPrototypes;
/******/ 		// create a fake namespace object
/******/ 		// mode & 1: value is a module id, require it
/******/ 		// mode & 2: merge all properties of value into the ns
/******/ 		// mode & 4: return value when already ns object
/******/ 		// mode & 16: return value when it's Promise-like
/******/ 		// mode & 8|1: behave like require
/******/ 		__nccwpck_require__.t = function(value, mode) {
/******/ 			if(mode & 1) value = this(value);
/******/ 			if(mode & 8) return value;
/******/ 			if(typeof value === 'object' && value) {
/******/ 				if((mode & 4) && value.__esModule) return value;
/******/ 				if((mode & 16) && typeof value.then === 'function') return value;
/******/ 			}
/******/ 			var ns = Object.create(null);
/******/ 			__nccwpck_require__.r(ns);
/******/ 			var def = {};
/******/ 			leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 			for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 				Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 			}
/******/ 			def['default'] = () => (value);
/******/ 			__nccwpck_require__.d(ns, def);
/******/ 			return ns;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/ensure chunk */
/******/ 	(() => {
/******/ 		__nccwpck_require__.f = {};
/******/ 		// This file contains only the entry chunk.
/******/ 		// The chunk loading function for additional chunks
/******/ 		__nccwpck_require__.e = (chunkId) => {
/******/ 			return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 				__nccwpck_require__.f[key](chunkId, promises);
/******/ 				return promises;
/******/ 			}, []));
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/get javascript chunk filename */
/******/ 	(() => {
/******/ 		// This function allow to reference async chunks
/******/ 		__nccwpck_require__.u = (chunkId) => {
/******/ 			// return url for filenames based on template
/******/ 			return "" + chunkId + ".index.js";
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/require chunk loading */
/******/ 	(() => {
/******/ 		// no baseURI
/******/ 		
/******/ 		// object to store loaded chunks
/******/ 		// "1" means "loaded", otherwise not loaded yet
/******/ 		var installedChunks = {
/******/ 			792: 1
/******/ 		};
/******/ 		
/******/ 		// no on chunks loaded
/******/ 		
/******/ 		var installChunk = (chunk) => {
/******/ 			var moreModules = chunk.modules, chunkIds = chunk.ids, runtime = chunk.runtime;
/******/ 			for(var moduleId in moreModules) {
/******/ 				if(__nccwpck_require__.o(moreModules, moduleId)) {
/******/ 					__nccwpck_require__.m[moduleId] = moreModules[moduleId];
/******/ 				}
/******/ 			}
/******/ 			if(runtime) runtime(__nccwpck_require__);
/******/ 			for(var i = 0; i < chunkIds.length; i++)
/******/ 				installedChunks[chunkIds[i]] = 1;
/******/ 		
/******/ 		};
/******/ 		
/******/ 		// require() chunk loading for javascript
/******/ 		__nccwpck_require__.f.require = (chunkId, promises) => {
/******/ 			// "1" is the signal for "already loaded"
/******/ 			if(!installedChunks[chunkId]) {
/******/ 				if(true) { // all chunks have JS
/******/ 					installChunk(require("./" + __nccwpck_require__.u(chunkId)));
/******/ 				} else installedChunks[chunkId] = 1;
/******/ 			}
/******/ 		};
/******/ 		
/******/ 		// no external install chunk
/******/ 		
/******/ 		// no HMR
/******/ 		
/******/ 		// no HMR manifest
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};
// This entry need to be wrapped in an IIFE because it need to be in strict mode.
(() => {
"use strict";

// NAMESPACE OBJECT: ../src/core.ts
var src_core_namespaceObject = {};
__nccwpck_require__.r(src_core_namespaceObject);
__nccwpck_require__.d(src_core_namespaceObject, {
  debug: () => (core_debug),
  exportVariable: () => (exportVariable),
  getInput: () => (getInput),
  info: () => (info),
  isDebug: () => (isDebug),
  saveState: () => (saveState),
  setFailed: () => (setFailed),
  setOutput: () => (setOutput),
  setSecret: () => (mask_setSecret),
  warning: () => (warning)
});

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
var external_node_fs_default = /*#__PURE__*/__nccwpck_require__.n(external_node_fs_namespaceObject);
;// CONCATENATED MODULE: ./fs-promises.js
/**
 * Stands in for `fs.promises` until one of its functions is called. `@actions/core` takes some of them when it
 * is loaded, for the summary of a job, and Node loads nine modules for that. Without this file a main step
 * takes 1 ms more.
 */


/** @typedef {Readonly<Record<string | symbol, (...args: readonly unknown[]) => unknown>>} Functions */

/** @type {ProxyHandler<object>} */
const loadWhenCalled = {
  get: (_target, name) => {
    return (/** @type {readonly unknown[]} */ ...args) => {
      const promises = /** @type {unknown} */ (process.getBuiltinModule('node:fs/promises'));
      return /** @type {Functions} */ (promises)[name]?.(...args);
    };
  },
};

Object.defineProperty(external_node_fs_namespaceObject, 'promises', { value: new Proxy({}, loadWhenCalled) });

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function utils_toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
// EXTERNAL MODULE: external "crypto"
var external_crypto_ = __nccwpck_require__(6982);
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = require("fs");
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = require("path");
// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(8611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(5692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
;// CONCATENATED MODULE: ../node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
// EXTERNAL MODULE: ./tunnel.cjs
var tunnel = __nccwpck_require__(5961);
;// CONCATENATED MODULE: ./undici.js
/**
 * Stands in for `undici`, which `@actions/http-client` uses in `getAgentDispatcher` alone. The action sends
 * its requests by `request()`, which uses node:https. Without this file a main step takes 20 ms more, and
 * the bundle has 940 kB more.
 */
function ProxyAgent() {
  throw new Error('undici is not part of this bundle: getAgentDispatcher() cannot be used here.');
}

;// CONCATENATED MODULE: ../node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class lib_HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/http-client/lib/auth.js
var auth_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class auth_BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = (/* unused pure expression or super */ null && (_summary));
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return file_command_issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    command_issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return file_command_issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    command_issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: ./core.js
/**
 * Stands in for the entry point of `@actions/core`, to load fs-promises.js before it. Without this file a
 * main step takes 1 ms more.
 */




;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
;// CONCATENATED MODULE: ../src/galaxy-store/errors.ts
/** What an answer with this status says of the work. A 503 comes before it; another 5xx may come after it. */
function effectOf(status) {
    if (status >= 200 && status < 300)
        return 'done';
    return status >= 500 && status !== 503 ? 'uncertain' : 'none';
}
/** The facts of a failure after which another attempt would end in the same way. */
function permanent(kind, effect = 'none') {
    return { kind, transient: false, effect };
}
/**
 * A call to the Galaxy Store failed. The message states what came back, on one line and without a
 * secret; it gives no advice, because what to do depends on who calls.
 */
class GalaxyStoreError extends Error {
    name = 'GalaxyStoreError';
    facts;
    history;
    constructor(message, facts, cause, history) {
        super(message, { cause });
        this.facts = facts;
        this.history = history;
    }
    /** The same failure, with what was tried before. */
    withHistory(history) {
        return new GalaxyStoreError(this.message, this.facts, this.cause, history);
    }
    /** What came back, and how often it was tried. */
    get reason() {
        if (this.history === undefined || this.history.attempts < 2)
            return this.message;
        const seconds = Math.max(1, Math.round(this.history.elapsedMs / 1000));
        return `${this.message} (after ${this.history.attempts} attempts in ${seconds} s)`;
    }
}

;// CONCATENATED MODULE: ../src/galaxy-store/host.ts
/**
 * Whether the host name and the port of an address can exist: RFC 1035, section 2.3.4 (a label has 1 to 63
 * characters, a name at most 253), and no port 0. `new URL` has checked the rest.
 */
function isValidHost({ hostname, port }) {
    const name = hostname.replace(/\.$/, '');
    const labels = name.split('.');
    return (port !== '0' && name.length <= 253 && labels.every(({ length }) => length > 0 && length <= 63));
}

;// CONCATENATED MODULE: ../src/galaxy-store/proxy.ts



/** The addresses that the HTTP client reaches without a proxy, whatever is set. */
const LOOPBACK = /^(localhost$|127\.|\[::1\])/;
/** An entry of NO_PROXY: `*`, `[*.]domain[:port]`, or an IP address. */
const NO_PROXY_ENTRY = /^(\*|(\*?\.)?[\w-]+(\.[\w-]+)*\.?(:\d+)?|\[[\da-f:.]+\](:\d+)?|[\da-f]*:[\da-f:.]+)$/i;
/**
 * The proxy on the way to an address, or undefined where the way is direct.
 *
 * @throws {@link GalaxyStoreError} of kind `proxy` when a proxy is set whose address cannot be used. The
 *   message shows nothing of the address: any part of it may be a password.
 */
function proxyFor(url) {
    const target = new URL(url);
    const [name, address] = settingOf('https_proxy', 'HTTPS_PROXY');
    if (address === '' || target.protocol !== 'https:' || isDirect(target))
        return undefined;
    const proxy = parseProxy(address);
    if (proxy instanceof URL)
        return proxy;
    throw new GalaxyStoreError(`the address of the proxy in ${name} cannot be used: ${proxy}. Write it as http://host:port or ` +
        'http://user:password@host:port. In the user name and the password, write special characters in ' +
        'their percent form, such as %40 for @, %2F for / and %25 for %', permanent('proxy'));
}
/**
 * Calls the HTTP client with the proxy that is meant. The client reads the environment, at once, and
 * understands fewer notations: with an address that it does not understand, it would go to the server
 * directly.
 */
function withProxy(proxy, call) {
    const own = process.env;
    process.env = { ...own, https_proxy: proxy?.href ?? '', no_proxy: proxy ? ',' : '*' };
    try {
        return call();
    }
    finally {
        process.env = own;
    }
}
/** What a proxy on the way to an address is sent as its Basic credentials (RFC 7617), if it asks for any. */
function proxyCredentials(url) {
    try {
        const { username = '', password = '' } = proxyFor(url) ?? {};
        const [user, secret] = [username, password].map(decodeURIComponent);
        return Buffer.from(`${user}:${secret}`).toString('base64');
    }
    catch {
        // Nothing is sent to a proxy whose address cannot be used.
        return '';
    }
}
/**
 * The first entry of NO_PROXY that is not understood and may be about this address, or an empty text. One
 * that may be a proxy's address with a password is not shown.
 */
function unknownNoProxyEntry(url) {
    const [, bare] = hostForms(new URL(url));
    const entries = noProxyEntries();
    const mayBeAboutIt = (item) => (0,external_node_net_namespaceObject.isIP)(bare) !== 0 || !/^[\da-f.:*/-]+$/i.test(item);
    const entry = entries.find((item) => !NO_PROXY_ENTRY.test(item) && mayBeAboutIt(item));
    if (entry === undefined)
        return '';
    const isHarmless = /^[\x21-\x7e]{1,80}$/.test(entry) && !entries.join().includes('@');
    return isHarmless ? `"${entry}"` : 'an entry';
}
/** Gives the address, or why it cannot be used. */
function parseProxy(text) {
    const [start = '', scheme = 'http'] = /^([a-z][a-z\d+.-]*):\/\//i.exec(text) ?? [];
    const rest = text.slice(start.length).replace(/\/$/, '');
    if (!/^https?$/i.test(scheme))
        return 'it is neither an http nor an https address';
    // Behind such a character, the host would be looked for in a part of the password.
    if (/[\s/?#\\]|@.*@/.test(rest)) {
        return 'one of the characters / ? # \\ @ or a space stands where it may not';
    }
    try {
        // The HTTP client goes to the server directly where it cannot decode the password.
        decodeURIComponent(rest);
        const url = new URL(`${scheme}://${rest}`);
        if (isValidHost(url))
            return url;
    }
    catch {
        // Its own error would show the address.
    }
    return 'its host, its port, or a % in it is not valid';
}
function isDirect(target) {
    const [host, bare] = hostForms(target);
    const forms = [host, bare, `${host}:${target.port || '443'}`];
    return (LOOPBACK.test(host) ||
        noProxyEntries()
            .filter((entry) => NO_PROXY_ENTRY.test(entry))
            .map((entry) => entry.toLowerCase().replace(/^\*?\.|\.(?=:|$)/g, ''))
            .some((entry) => entry === '*' || forms.some((form) => `.${form}`.endsWith(`.${entry}`))));
}
function noProxyEntries() {
    const [, text] = settingOf('no_proxy', 'NO_PROXY');
    return text
        .split(/[\s,;|]/)
        .map(unquoted)
        .filter(Boolean);
}
/** The first of the variables that is not blank, and its value. */
function settingOf(...names) {
    const values = names.map((name) => [name, unquoted(process.env[name] ?? '')]);
    return values.find(([, value]) => value !== '') ?? [names[1], ''];
}
/** Without the quotes, spaces and byte order marks that come along from a file or a shell. */
function unquoted(text) {
    return text.replace(/^[\s"']+|[\s"']+$/g, '');
}
/** The host name without the dot of the root, and that without the brackets of IPv6. */
function hostForms({ hostname }) {
    const host = hostname.replace(/\.$/, '');
    return [host, host.replace(/[[\]]/g, '')];
}

;// CONCATENATED MODULE: ../src/mask.ts


/** A shorter mask would hide ordinary text of the log. */
const SHORTEST_MASK = 8;
/**
 * Masks a value. With NODE_DEBUG, Node prints requests on stderr, which the runner may read before it has
 * read stdout; then the mask stands on both streams.
 */
function mask_setSecret(secret) {
    core_setSecret(secret);
    if (!isNodeDebugging())
        return;
    const value = secret.replace(/[%\r\n]/g, encodeURIComponent);
    process.stderr.write(`::add-mask::${value}\n`);
}
/** Masks values, each once, by one write, which takes less time than one for each. */
function maskAll(core, secrets) {
    const masks = secrets.filter(({ length }) => length >= SHORTEST_MASK);
    process.stdout.cork();
    try {
        for (const mask of new Set(masks))
            core.setSecret(mask);
    }
    finally {
        process.stdout.uncork();
    }
}
/** Masks the credentials of the proxy on the way to an address, where Node would print them. */
function maskProxyCredentials(core, url) {
    const credentials = isNodeDebugging() ? proxyCredentials(url) : '';
    if (credentials.length >= SHORTEST_MASK)
        core.setSecret(credentials);
}
function isNodeDebugging() {
    return (process.env['NODE_DEBUG'] ?? '') !== '';
}

;// CONCATENATED MODULE: ../src/core.ts
// What a main step uses of `@actions/core`, so that the bundle can leave out much of the rest.



;// CONCATENATED MODULE: ../src/cancellation.ts
/**
 * How long a cancelled step may take in all, in milliseconds. The runner sends SIGINT, 7.5 s later
 * SIGTERM, and kills 2.5 s after that.
 */
const CANCELLED_TOTAL_MS = 7_000;
/** Listens for the signals by which a runner cancels a job. */
function listenForCancellation(system) {
    const controller = new AbortController();
    let cancelledAtMs = 0;
    system.onCancel(() => {
        if (controller.signal.aborted)
            return;
        cancelledAtMs = system.monotonicMs();
        controller.abort();
    });
    return {
        signal: controller.signal,
        remainingMs: () => cancelledAtMs + CANCELLED_TOTAL_MS - system.monotonicMs(),
    };
}

;// CONCATENATED MODULE: ../src/galaxy-store/limits.ts
/**
 * Every timeout and limit of the calls to the Galaxy Store, in one place. They are constants, because an
 * input is one more setting to get wrong.
 */
/** How long one attempt may take in total, from the connection to the last byte, in milliseconds. */
const ATTEMPT_TIMEOUT_MS = 20_000;
/** How many bytes of an answer are read. A real one has less than a hundred. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** How many attempts one call makes, not counting those after a delay that the server asked for. */
const MAX_ATTEMPTS = 8;
/** How long one call goes on trying, in milliseconds. */
const CALL_DEADLINE_MS = 120_000;
/** The first wait between two attempts is random between zero and this, in milliseconds. */
const FIRST_WAIT_MS = 500;
/** No wait is longer than this, unless the server asks for it, in milliseconds. */
const MAX_WAIT_MS = 20_000;
/** An attempt gets at least this, in milliseconds. In less time its answer would often be lost. */
const MIN_ATTEMPT_MS = 1_000;
/** How many create requests may lose their answer on the way. Each may have minted a token. */
const MAX_UNANSWERED_CREATES = 4;
/** How many access tokens one call may mint that nobody knows: by lost answers, and behind a 5xx. */
const MAX_UNKNOWN_TOKENS = 8;
/** How long the propagation of a new access token may take, in milliseconds (assumed). */
const TOKEN_PROPAGATION_MS = 5_000;
/** How long a cancelled call waits for the answer to the request it has sent, in milliseconds. */
const CANCELLED_ANSWER_MS = 5_000;
/** A difference between the clocks that may explain why an assertion was refused, in milliseconds. */
const SIGNIFICANT_SKEW_MS = 30_000;
/** No assertion is signed for a time further off, in milliseconds: a server must not choose its date. */
const MAX_CORRECTED_SKEW_MS = 86_400_000;
/** Masking less than this would hide ordinary words of the log, and drop outputs that contain it. */
const MIN_TOKEN_LENGTH = 8;
/** Far longer than any real token, and still short enough for a header. */
const MAX_TOKEN_LENGTH = 4096;
/** How much of a server's message is shown, in characters. */
const MAX_SERVER_MESSAGE_LENGTH = 300;

;// CONCATENATED MODULE: ../src/galaxy-store/clock-skew.ts

/**
 * The server's clock minus ours, in milliseconds, where this may be why the assertion was refused;
 * otherwise 0. It is corrected once, and only where another attempt is allowed.
 */
function skewToCorrect({ facts, history }) {
    const skewMs = skewOfRefusal(facts);
    const mayTryAgain = facts.signedWithServerTime !== true && history?.giveUp === 'final';
    const isInRange = Math.abs(skewMs) > SIGNIFICANT_SKEW_MS && !isTooLarge(skewMs);
    return mayTryAgain && isInRange ? skewMs : 0;
}
/**
 * The server's clock minus ours, in milliseconds, where it is to blame for a refusal: an assertion with the
 * server's time was refused as well, or the difference is too large to sign one.
 */
function skewToBlame({ facts }) {
    const skewMs = skewOfRefusal(facts);
    const isToBlame = facts.signedWithServerTime === true || isTooLarge(skewMs);
    return isToBlame && skewMs !== 0 ? skewMs : undefined;
}
/** Whether no assertion is signed for the time of a server whose clock is so far off. */
function isTooLarge(skewMs) {
    return Math.abs(skewMs) > MAX_CORRECTED_SKEW_MS;
}
function skewOfRefusal({ kind, clockSkewMs = 0 }) {
    return kind === 'unauthorised' || kind === 'assertion-refused' ? clockSkewMs : 0;
}
/**
 * A difference of clocks in words, such as "2 hours 5 minutes behind".
 *
 * @param skewMs - the server's clock minus ours, in milliseconds
 */
function describeSkew(skewMs) {
    const exact = Math.round(Math.abs(skewMs) / 1000);
    // The Date header counts whole seconds, and the answer was on its way for a while.
    const seconds = exact < 120 ? exact : Math.round(exact / 60) * 60;
    const parts = [
        [Math.floor(seconds / 86_400), 'day'],
        [Math.floor(seconds / 3600) % 24, 'hour'],
        [Math.floor(seconds / 60) % 60, 'minute'],
        [seconds % 60, 'second'],
    ];
    // Two units are exact enough.
    const words = parts
        .filter(([count]) => count > 0)
        .slice(0, 2)
        .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
    return `${words.join(' ')} ${skewMs > 0 ? 'behind' : 'ahead of'}`;
}

// EXTERNAL MODULE: ../src/user-error.ts
var user_error = __nccwpck_require__(3783);
;// CONCATENATED MODULE: ../src/explain-failure.ts


const WHAT_FAILED = {
    create: 'No access token could be created',
    check: 'The new access token did not pass the check',
};
const TOPICS = {
    unauthorised: 'authentication-refused',
    'scope-not-granted': 'scope-not-granted',
    'assertion-refused': 'signature-refused',
    unavailable: 'service-unavailable',
    network: 'network-fault',
    certificate: 'certificate-refused',
    proxy: 'proxy-fault',
    redirect: 'redirect-refused',
    'unexpected-answer': 'unexpected-answer',
    cancelled: 'job-cancelled',
};
/** Turns a failure of the API into a message that says what failed, why, and what to do. */
function explainFailure(error, call) {
    const skewMs = skewToBlame(error);
    const [topic, advice] = skewMs === undefined
        ? [TOPICS[error.facts.kind], adviceFor(error, call)]
        : ['clock-is-wrong', clockAdvice(skewMs)];
    const whatFailed = `${WHAT_FAILED[call.operation]}: ${error.reason}.`;
    const sentences = [whatFailed, advice, unknownTokens(error)].filter(Boolean);
    return new user_error/* UserError */.yo(topic, sentences.join(' '), { cause: error });
}
function clockAdvice(skewMs) {
    const difference = `The clock of this machine is ${describeSkew(skewMs)} the clock of the Galaxy Store.`;
    return isTooLarge(skewMs)
        ? `${difference} That is more than a day, so no assertion was signed for that time. Set the clock of the ` +
            'runner. If it is right, check api-url, and whether a proxy stands between the runner and the API.'
        : `${difference} An assertion signed with the time of the Galaxy Store was refused as well. Set the ` +
            'clock of the runner first; if the call is still refused then, check that service-account-id and ' +
            'private-key belong together.';
}
function adviceFor({ facts, history }, call) {
    const { operation, serviceAccountId, apiUrl, scopes } = call;
    switch (facts.kind) {
        case 'unauthorised':
            return operation === 'create'
                ? `The Galaxy Store does not know the service account ${serviceAccountId}, or does not accept ` +
                    'its assertion. In Seller Portal (Assistance → API Service), check that the account exists ' +
                    'and that service-account-id is its ID, and that private-key is the key of this account.'
                : 'The Galaxy Store does not accept the token that it has just created. Run the job again; if ' +
                    'that does not help, check that the service account still exists in Seller Portal.';
        case 'scope-not-granted':
            return (`The service account ${serviceAccountId} does not have every scope that was asked for ` +
                `(${scopes.join(', ')}). Ask only for scopes that it has, or create a service account with ` +
                'these scopes in Seller Portal (Assistance → API Service).');
        case 'assertion-refused':
            return (`The signature does not fit the service account ${serviceAccountId}. Check that private-key is ` +
                'the key that was downloaded for this account. If it is lost, create a new service account in ' +
                'Seller Portal: a key is shown only once.');
        case 'unavailable':
            return history?.giveUp === 'retry-after'
                ? `The Galaxy Store asks to wait ${Math.ceil(Number(facts.retryAfterMs) / 1000)} s, longer than ` +
                    'this step waits. Run the job again after that.'
                : 'The Galaxy Store cannot serve the request at the moment. Run the job again later.';
        case 'network':
            return ('Check that the runner can reach this address: the firewall, the name server and the proxy ' +
                '(HTTPS_PROXY, NO_PROXY). Then run the job again.');
        case 'certificate':
            return ('Nothing was sent. If your network decrypts TLS connections with a certificate authority of ' +
                'its own, set NODE_EXTRA_CA_CERTS to the file with its certificate in the environment of the ' +
                'runner. Otherwise do not trust this connection: check api-url, the name server, and the clock.');
        case 'proxy':
            return `Nothing was sent to the Galaxy Store. ${proxyAdvice(facts.status)}`;
        case 'redirect':
            return ('Redirects are not followed, because the credential would follow too. Check api-url ' +
                `(${apiUrl}), and whether a proxy or a log-in page stands between the runner and the API.`);
        case 'unexpected-answer':
            return (`The Galaxy Store Developer API is not known to answer so. Check api-url (${apiUrl}), and whether a ` +
                'proxy or a log-in page stands between the runner and the API.');
        case 'cancelled':
            return history?.unknownTokens === 0 ? 'Nothing is left to do.' : '';
    }
}
/** @param status - what the proxy answered, if it did */
function proxyAdvice(status) {
    if (Number(status) >= 500) {
        return 'The proxy cannot connect to it at the moment. Run the job again later, or ask those who run the proxy.';
    }
    const advice = status === undefined || status === 407
        ? 'Check HTTPS_PROXY (address, port, user name and password)'
        : 'Ask those who run the proxy to let the host through';
    return `${advice}, or name the host in NO_PROXY if it can be reached directly.`;
}
/** A call that is given up may have created tokens that nobody knows. */
function unknownTokens({ history }) {
    const count = history?.unknownTokens ?? 0;
    if (count === 0)
        return '';
    return (`The Galaxy Store may have created ${count === 1 ? 'an access token' : `up to ${count} access tokens`} ` +
        'that nobody knows. If that worries you, delete the service account in Seller Portal, which ends ' +
        'all its tokens, and create a new one.');
}

;// CONCATENATED MODULE: ../src/galaxy-store/json.ts
/** The value of a property, or undefined where the value is no object or has no such property. */
function json_propertyOf(value, name) {
    return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
/** Whether a value of JSON is an object, which an array is not. */
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Text of JSON, or undefined. The error of `JSON.parse` quotes the text, which may hold a token. */
function json_parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ../src/galaxy-store/access-token.ts



/**
 * Takes the access token out of the answer to a create call:
 * `{"ok":true,"createdItem":{"accessToken":"…"}}`, from "Create an access token" of Samsung's
 * documentation. Its length and alphabet are not promised there, so anything that can stand in a
 * header and be masked is taken for one.
 *
 * @throws {@link GalaxyStoreError} which says what is wrong with the value, without the value
 */
function readAccessToken(json) {
    const token = json_propertyOf(json_propertyOf(json, 'createdItem'), 'accessToken');
    if (token === undefined || token === null)
        throw unusable('is missing');
    if (typeof token !== 'string')
        throw unusable(`is of the type ${typeof token} instead of text`);
    if (token === '')
        throw unusable('is empty');
    if (token.length < MIN_TOKEN_LENGTH)
        throw unusable('is too short to be masked');
    if (token.length > MAX_TOKEN_LENGTH)
        throw unusable(`is ${token.length} characters long`);
    // Printable ASCII without the space. Anything else could not stand in a header, or could not be masked.
    if (!/^[!-~]+$/.test(token)) {
        throw unusable('has spaces, line breaks or characters outside of ASCII');
    }
    return token;
}
function unusable(problem) {
    const facts = { ...permanent('unexpected-answer', 'done'), status: 200 };
    return new GalaxyStoreError(`HTTP 200, but the access token in it ${problem}`, facts);
}

;// CONCATENATED MODULE: ../src/galaxy-store/sanitize.ts

/** Pieces of a secret shorter than this say nothing and would match ordinary words. */
const MIN_REDACTED_LENGTH = 8;
/**
 * Makes text of a server fit for a log: on one line, without control characters (which could start
 * a workflow command or drive a terminal), without a secret that the server sent back to us, and
 * not longer than 300 characters.
 *
 * @param secrets - what is redacted, whole or in pieces of 8 characters and more, in capitals or
 *   in small letters
 */
function sanitize(text, secrets) {
    // Only the beginning can be shown, so only the beginning is worked on, with room for what falls away.
    const oneLine = text
        .slice(0, 8 * MAX_SERVER_MESSAGE_LENGTH)
        .toWellFormed()
        // Cc: control characters; Cf: invisible ones, such as those that turn the direction of writing.
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
        .trim();
    const characters = Array.from(withoutSecrets(oneLine, secrets.map(lowerCase)));
    return characters.length > MAX_SERVER_MESSAGE_LENGTH
        ? `${characters.slice(0, MAX_SERVER_MESSAGE_LENGTH).join('')}…`
        : characters.join('');
}
/** Redacts each stretch of the text that is made of pieces of a secret, which are in small letters. */
function withoutSecrets(text, secrets) {
    const plain = lowerCase(text);
    let safe = '';
    let redactedUntil = 0;
    for (let start = 0; start < text.length; start += 1) {
        const length = pieceAt(plain, start, secrets);
        if (length > 0 && !safe.endsWith('***'))
            safe += '***';
        redactedUntil = Math.max(redactedUntil, start + length);
        if (start >= redactedUntil)
            safe += text.charAt(start);
    }
    return safe;
}
/** Small letters, of ASCII alone: with those of other alphabets the text may change its length. */
function lowerCase(text) {
    return text.replace(/[A-Z]/g, (capital) => capital.toLowerCase());
}
/** The length of the piece of a secret that begins here, or 0. */
function pieceAt(text, start, secrets) {
    const lengths = secrets.map((secret) => {
        // A secret shorter than a piece is looked for as a whole.
        const length = Math.min(MIN_REDACTED_LENGTH, secret.length);
        const piece = text.slice(start, start + length);
        return piece.length === length && secret.includes(piece) ? length : 0;
    });
    return Math.max(0, ...lengths);
}

;// CONCATENATED MODULE: ../src/galaxy-store/answer.ts



/**
 * What node-jsonwebtoken's `verify` says of a JWT that it refuses. The create call lets these sentences out
 * as a 500 (`{"message":"invalid signature"}`, seen in Mozilla's mozapkpublisher), and those of every other
 * fault as well, so the list is closed.
 */
const REFUSAL_OF_ASSERTION = /^(jwt |(invalid (signature|token|algorithm|exp value|nbf value)|maxAge exceeded|iat required when maxAge is specified)$)/i;
/**
 * What a 401 says of a token or an account that does not exist: "Invalid accessToken", and "Not found
 * service account by serviceAccountId" in two spellings. One about a missing header says nothing of them.
 */
const SAYS_INVALID = /^(?!.*(header|bearer|missing|required))(?=.*(invalid|not found)).*(access ?token|service ?account)/i;
/**
 * Gives the JSON of a successful answer, or says what the answer means.
 * Codes: "Create an access token" and "Use the access token" of Samsung's documentation.
 *
 * @throws {@link GalaxyStoreError} on anything but a 2xx with JSON
 */
function readAnswer(answer, context) {
    const { status, dateMs } = answer;
    const { operation, secrets, nowMs, signedWithServerTime } = context;
    const json = json_parseJson(answer.body);
    if (effectOf(status) === 'done' && hasResult(json, operation))
        return json;
    throw new GalaxyStoreError(describe(answer, json, secrets), {
        ...classify(status, json, operation),
        status,
        retryAfterMs: readRetryAfter(answer, nowMs),
        signedWithServerTime,
        clockSkewMs: Number.isNaN(dateMs) ? undefined : dateMs - nowMs,
    });
}
/** A 2xx alone proves nothing: a captive portal says 200 as well, and a 200 may hold an error. */
function hasResult(json, operation) {
    return operation === 'create'
        ? json_propertyOf(json, 'createdItem') !== undefined
        : json_propertyOf(json, 'ok') === true;
}
function classify(status, json, operation) {
    const code = textOf(json, 'code');
    const message = textOf(json, 'message');
    const effect = effectOf(status);
    if (effect === 'done')
        return permanent('unexpected-answer', effect);
    if (status === 401 && code === 'AUTH_REQUIRE') {
        const tokenIsInvalid = operation !== 'create' && SAYS_INVALID.test(message);
        return { ...permanent('unauthorised'), ...(tokenIsInvalid && { tokenIsInvalid }) };
    }
    if (status === 403 && code === 'NO_PERMISSION')
        return permanent('scope-not-granted');
    if (operation === 'create' && status === 500 && REFUSAL_OF_ASSERTION.test(message)) {
        return permanent('assertion-refused');
    }
    if (status === 408 || status === 429 || status >= 500) {
        return { kind: 'unavailable', transient: true, effect };
    }
    return permanent(status >= 300 && status < 400 ? 'redirect' : 'unexpected-answer');
}
function describe(answer, json, secrets) {
    const sanitized = (text) => sanitize(text, secrets);
    const code = sanitized(textOf(json, 'code'));
    const message = sanitized(textOf(json, 'message'));
    const status = `HTTP ${answer.status}${code === '' ? '' : ` ${code}`}`;
    if (message !== '')
        return `${status} "${message}"`;
    if (answer.status >= 300 && answer.status < 400) {
        return `${status} to ${sanitized(originOf(answer.location))}`;
    }
    if (json !== undefined)
        return `${status} without what was asked for`;
    if (answer.body === '')
        return `${status} with an empty answer`;
    const type = sanitized(answer.contentType) || 'text of an unnamed type';
    return `${status} with ${type} that is not JSON`;
}
/** The path of a redirect may hold anything, a session for example, so it is not shown. */
function originOf(location) {
    return /^https?:/i.test(location) && URL.canParse(location)
        ? new URL(location).origin
        : 'another address';
}
function textOf(json, name) {
    const value = json_propertyOf(json, name);
    return typeof value === 'string' ? value : '';
}
/**
 * How long `Retry-After` asks to wait, in milliseconds (RFC 9110, section 10.2.3). A date is
 * compared with the server's own clock where the answer has it.
 */
function readRetryAfter({ retryAfter, dateMs }, nowMs) {
    if (/^\d{1,15}$/.test(retryAfter))
        return Number(retryAfter) * 1000;
    // Date.parse takes nearly anything for a date, "1.5" for example.
    const untilMs = /^[A-Z][a-z]{2},/.test(retryAfter) ? Date.parse(retryAfter) : NaN;
    if (Number.isNaN(untilMs))
        return undefined;
    return Math.max(0, untilMs - (Number.isNaN(dateMs) ? nowMs : dateMs));
}

;// CONCATENATED MODULE: ../src/galaxy-store/retry.ts


const REASONS = {
    backoff: '',
    'retry-after': ', because the server asks to wait',
    propagation: ', because a new access token may not have propagated yet',
};
/**
 * Makes attempts until one succeeds or {@link decide} gives up.
 *
 * No library is used for the loop. p-retry comes closest; it has no delay for each failure, does not
 * shorten the last attempt to the deadline, and does not limit lost answers.
 *
 * @param attempt - makes one attempt that may take so many milliseconds
 * @returns the result, and how many access tokens may exist that nobody knows
 * @throws {@link GalaxyStoreError} with what was tried; of kind `cancelled` when the job is cancelled
 */
async function withRetry(attempt, { monotonicMs, sleep, random, log }, options) {
    const { operation, cancelled } = options;
    const none = { attempts: 0, serverDelays: 0, unanswered: 0, unknownTokens: 0 };
    let progress = options.before ?? { startedAtMs: monotonicMs(), ...none };
    const elapsedMs = () => monotonicMs() - progress.startedAtMs;
    const stopIfCancelled = () => {
        if (!cancelled.aborted)
            return;
        const history = { ...progress, elapsedMs: elapsedMs(), giveUp: 'cancelled' };
        const message = `${operation} was stopped because the job was cancelled`;
        throw new GalaxyStoreError(message, permanent('cancelled'), undefined, history);
    };
    for (;;) {
        stopIfCancelled();
        try {
            const result = await attempt(attemptTimeoutMs(elapsedMs(), options));
            return { result, unknownTokens: progress.unknownTokens };
        }
        catch (error) {
            if (!(error instanceof GalaxyStoreError))
                throw error;
            progress = countAttempt(progress, error.facts, options);
            const now = { ...progress, elapsedMs: elapsedMs() };
            const decision = decide(error.facts, now, options, random());
            if ('giveUp' in decision)
                throw error.withHistory({ ...now, ...decision });
            // Only now: a permanent failure says more than that the job was cancelled.
            stopIfCancelled();
            log.info(retry_describe(error, progress, decision, options));
            await sleep(decision.waitMs, cancelled);
        }
    }
}
/**
 * Decides what follows a failed attempt. There are up to 8 attempts within 2 minutes. The waits grow
 * from 0.5 s to 20 s and are random (full jitter), so that jobs that failed together do not come back
 * together. A delay that the server asks for counts against the time alone.
 *
 * @param progress - what was tried, this attempt included, and the time it took in milliseconds
 * @param random - from 0 up to, but not including, 1
 */
function decide(facts, progress, options, random) {
    const { deadlineMs = CALL_DEADLINE_MS, propagationMs = 0 } = options;
    const roomMs = deadlineMs - progress.elapsedMs - MIN_ATTEMPT_MS;
    const isLast = options.onlyOnce === true || countedAttempts(progress) >= MAX_ATTEMPTS;
    if (isLast)
        return { giveUp: 'attempts' };
    if (attemptsLeft(facts, progress, options) <= 0)
        return { giveUp: 'lost-answers' };
    if (facts.transient && facts.retryAfterMs !== undefined) {
        if (facts.retryAfterMs > roomMs)
            return { giveUp: 'retry-after' };
        const jitterMs = random * longestWaitMs(progress.serverDelays);
        return { waitMs: Math.min(facts.retryAfterMs + jitterMs, roomMs), because: 'retry-after' };
    }
    if (roomMs < 0)
        return { giveUp: 'deadline' };
    const windowMs = facts.kind === 'unauthorised' ? propagationMs - progress.elapsedMs : 0;
    if (!facts.transient && windowMs <= 0)
        return { giveUp: 'final' };
    const longestMs = longestWaitMs(countedAttempts(progress));
    // Half of a wait for propagation is certain: chance could use up the attempts before the time is over.
    const waitMs = facts.transient
        ? random * longestMs
        : Math.min(((1 + random) / 2) * longestMs, windowMs);
    if (waitMs > roomMs)
        return { giveUp: 'deadline' };
    return { waitMs, because: facts.transient ? 'backoff' : 'propagation' };
}
/** How many more attempts are allowed after this failure, delays of the server aside. */
function attemptsLeft(facts, progress, options) {
    const limits = [MAX_ATTEMPTS - countedAttempts(progress)];
    if (options.createsToken === true && facts.effect !== 'none') {
        limits.push(MAX_UNKNOWN_TOKENS - progress.unknownTokens);
        if (facts.effect === 'unanswered')
            limits.push(MAX_UNANSWERED_CREATES - progress.unanswered);
    }
    return Math.min(...limits);
}
/** Attempts after which the server asked for a delay are not counted. */
function countedAttempts({ attempts, serverDelays }) {
    return attempts - serverDelays;
}
function countAttempt({ startedAtMs, attempts, serverDelays, unanswered, unknownTokens }, { transient, retryAfterMs, effect }, { createsToken = false }) {
    return {
        startedAtMs,
        attempts: attempts + 1,
        serverDelays: serverDelays + Number(transient && retryAfterMs !== undefined),
        unanswered: unanswered + Number(effect === 'unanswered'),
        unknownTokens: unknownTokens + Number(createsToken && effect !== 'none'),
    };
}
/**
 * How long the next attempt may take, in milliseconds. After a pause of the whole system the deadline may
 * be over; the attempt that was waited for is made all the same.
 */
function attemptTimeoutMs(elapsedMs, { deadlineMs }) {
    const remainingMs = (deadlineMs ?? CALL_DEADLINE_MS) - elapsedMs;
    return Math.max(MIN_ATTEMPT_MS, Math.min(ATTEMPT_TIMEOUT_MS, remainingMs));
}
/** The longest random wait after so many attempts, in milliseconds. */
function longestWaitMs(attempts) {
    return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
}
function retry_describe({ message, facts }, progress, { waitMs, because }, options) {
    const { attempts } = progress;
    // After a delay of the server, mostly the time alone is a limit.
    const most = attempts + attemptsLeft(facts, progress, options);
    const number = because === 'retry-after' ? `${attempts}` : `${attempts} of ${most}`;
    const lost = options.createsToken === true && facts.effect !== 'none'
        ? ' If the store created an access token in this attempt, nobody knows it.'
        : '';
    return (`${options.operation}: attempt ${number} failed: ${message}.${lost} ` +
        `Next attempt in ${(waitMs / 1000).toFixed(1)} s${REASONS[because]}.`);
}

;// CONCATENATED MODULE: external "node:events"
const external_node_events_namespaceObject = require("node:events");
;// CONCATENATED MODULE: ../src/galaxy-store/attempt-timeout.ts

/** Ends an attempt when its time is over. */
class AttemptTimeout {
    /** How long the attempt was allowed to take, in milliseconds. */
    waitedMs;
    #controller = new AbortController();
    /** Fires when the time is over. */
    signal = this.#controller.signal;
    #options;
    #timer;
    #turn;
    constructor(options) {
        this.#options = options;
        this.waitedMs = options.timeoutMs;
        this.#timer = this.#start(this.waitedMs);
        options.cancelled.addEventListener('abort', this.#shorten);
    }
    /**
     * Waits for a result until the time is over. The signal alone is not enough: there are answers, such
     * as a 101, after which the HTTP client never says another word.
     */
    async race(result) {
        const expired = new Promise((_resolve, reject) => {
            this.signal.addEventListener('abort', () => {
                reject(new Error('The time of this attempt is over.'));
            });
        });
        return await Promise.race([result, expired]);
    }
    clear() {
        clearTimeout(this.#timer);
        clearImmediate(this.#turn);
        this.#options.cancelled.removeEventListener('abort', this.#shorten);
    }
    /** A timer is late after a pause. A request may leave only after it, and needs time then. */
    #start(ms) {
        const { monotonicMs } = this.#options;
        const dueMs = monotonicMs() + ms;
        return setTimeout(() => {
            if (monotonicMs() - dueMs > MIN_ATTEMPT_MS)
                this.#timer = this.#start(MIN_ATTEMPT_MS);
            else
                this.#expire();
        }, ms);
    }
    /**
     * A process that was paused may have the answer already, although the time is over. The event loop reads
     * it first: in one turn from a plain socket, in two over TLS.
     */
    #expire = () => {
        this.#turn = setImmediate(() => {
            this.#turn = setImmediate(() => {
                this.#controller.abort();
            });
        });
    };
    #shorten = () => {
        this.waitedMs = Math.min(this.waitedMs, CANCELLED_ANSWER_MS);
        clearTimeout(this.#timer);
        this.#timer = this.#start(this.waitedMs);
    };
}

;// CONCATENATED MODULE: ../src/galaxy-store/request-handler.ts

/**
 * What goes for every connection. It is a handler of the HTTP client, which is the only way to reach the
 * options of a request, and of the proxy's CONNECT before it.
 */
class RequestHandler {
    /** The connection stood, so the request may have gone out, and the server may have obeyed it. */
    connected = false;
    #signal;
    /** @param signal - ends the connection, in whatever state it is */
    constructor(signal) {
        this.#signal = signal;
    }
    prepareRequest(options) {
        // The client passes `[::1]` with its brackets, which the resolver does not know.
        options.host = withoutBrackets(options.host ?? '');
        // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot switch the verification off.
        Object.assign(options, { rejectUnauthorized: true });
        if (isAgent(options.agent))
            this.#watch(options.agent);
        if (isTunnel(options.agent))
            this.#guard(options.agent);
    }
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        throw new Error('A 401 is an answer like any other.');
    }
    /** Node hands every request to its agent. What is written waits until the connection stands. */
    #watch(agent) {
        const addRequest = agent.addRequest.bind(agent);
        agent.addRequest = (request, ...rest) => {
            // The `signal` of a request does the same, and takes longer to load.
            this.#signal.addEventListener('abort', () => request.destroy());
            request.once('socket', (socket) => {
                socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
                    this.connected = true;
                });
            });
            addRequest(request, ...rest);
        };
    }
    #guard(tunnel) {
        const { options, proxyOptions, request } = tunnel;
        const host = withoutBrackets(proxyOptions.host);
        options.rejectUnauthorized = true;
        Object.assign(proxyOptions, {
            host,
            rejectUnauthorized: true,
            // Otherwise the certificate of an https proxy is checked against the name of the target.
            servername: (0,external_node_net_namespaceObject.isIP)(host) === 0 ? host : '',
            signal: this.#signal,
        });
        const { proxyAuth } = proxyOptions;
        if (proxyAuth === undefined)
            return;
        // `tunnel` would send it by `new Buffer`, of which Node warns in the log.
        delete proxyOptions.proxyAuth;
        const credentials = `Basic ${Buffer.from(proxyAuth).toString('base64')}`;
        tunnel.request = (connect) => request({ ...connect, headers: { ...connect.headers, 'Proxy-Authorization': credentials } });
    }
}
function isAgent(agent) {
    return typeof agent === 'object' && agent !== null && 'addRequest' in agent;
}
function isTunnel(agent) {
    return isAgent(agent) && 'proxyOptions' in agent;
}
function withoutBrackets(host) {
    return host.replace(/^\[(.*)\]$/, '$1');
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
var external_node_tls_default = /*#__PURE__*/__nccwpck_require__.n(external_node_tls_namespaceObject);
;// CONCATENATED MODULE: ../src/galaxy-store/extra-ca-certs.ts



/**
 * Says why NODE_EXTRA_CA_CERTS did not help when the authority of a certificate is not known, as a sentence
 * without its full stop. Empty where the variable is not set. It reads a file, so it is for a failure only.
 */
function extraCaCertsProblem() {
    const path = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
    return path === '' ? '' : `The file that NODE_EXTRA_CA_CERTS names ${problemOf(path)}`;
}
function problemOf(path) {
    const { length: count } = external_node_tls_default().getCACertificates('extra');
    if (count > 0)
        return `has no authority of this chain up to its root (certificates: ${count})`;
    try {
        return isDer((0,external_node_fs_namespaceObject.readFileSync)(path))
            ? 'is in DER form. Convert it to PEM: openssl x509 -inform der -in FILE -out FILE.pem'
            : 'holds no certificate in PEM form that can be read';
    }
    catch (error) {
        const { code } = error;
        return code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(code)})`;
    }
}
function isDer(bytes) {
    try {
        // It reads both forms; `raw` is DER.
        return new external_node_crypto_.X509Certificate(bytes).raw[0] === bytes[0];
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ../src/galaxy-store/network-fault.ts



/** What the error codes of Node and OpenSSL mean, for those that people meet most. */
const network_fault_REASONS = {
    CERT_HAS_EXPIRED: 'the certificate has expired',
    CERT_SIGNATURE_FAILURE: 'the certificate was not signed by the authority that it names',
    CERT_NOT_YET_VALID: 'the certificate is not valid yet',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
    ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name',
    INVALID_CA: 'the certificate comes from an authority that may not issue certificates',
    INVALID_PURPOSE: 'the certificate, or that of its authority, is not made for servers',
    SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from an authority that is not trusted here',
    UNABLE_TO_GET_ISSUER_CERT: 'the certificate comes from an authority that is not known here',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate comes from an authority that is not known here',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes from an authority that is not known here',
    ECONNREFUSED: 'the connection was refused',
    ECONNRESET: 'the connection was closed before the answer was complete',
    EAI_AGAIN: 'the name server did not answer',
    EHOSTUNREACH: 'the host cannot be reached',
    ENETUNREACH: 'the network cannot be reached',
    ENOTFOUND: 'the host name is not known',
    EPROTO: 'the connection could not be made secure, so another server may answer there',
    EPIPE: 'the connection was closed while the request was sent',
    ETIMEDOUT: 'the connection was not answered in time',
};
// "X509 certificate error codes" of Node's documentation of TLS, and UNSPECIFIED, by which Node calls the
// ones that it has no name for.
const CERTIFICATE_CODE = /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|UNSPECIFIED)$)/;
/** `tunnel` reports what the proxy did only in the sentence of its error. */
const TUNNEL_FAILURE = 'tunneling socket could not be established, ';
/**
 * Classifies a failed attempt: what there is to do about it, and whether another attempt may succeed.
 *
 * @param error - what the HTTP client threw
 * @param effect - what the request may have done at the server
 */
function networkFault(url, error, effect) {
    const { code, message } = asFailure(error);
    if (message.startsWith(TUNNEL_FAILURE)) {
        return proxyFault(url, message.slice(TUNNEL_FAILURE.length), error);
    }
    const route = routeTo(url);
    if (CERTIFICATE_CODE.test(code)) {
        const reason = `${route}: ${reasonOf(code, 'the certificate was not accepted')}`;
        const unknown = /ISSUER|LEAF_SIGNATURE|SELF_SIGNED|SIGNATURE_FAILURE|UNTRUSTED/.test(code);
        return certificateFault(reason, unknown, error);
    }
    if (code.startsWith('HPE_')) {
        const message = `${route} answered with something that is not HTTP (${code})`;
        return new GalaxyStoreError(message, permanent('unexpected-answer', effect), error);
    }
    // ERR_INVALID_…: Node refused the request itself, as it will the next time.
    const transient = !code.startsWith('ERR_INVALID_');
    const facts = { kind: 'network', transient, effect };
    return new GalaxyStoreError(`${route}: ${reasonOf(code)}`, facts, error);
}
/**
 * The attempt took longer than it may.
 *
 * @param waitedMs - how long the attempt was allowed to take, in milliseconds
 * @param effect - what the request may have done at the server
 */
function attemptTimedOut(url, waitedMs, effect, cause) {
    const message = `${routeTo(url)}: no complete answer within ${(waitedMs / 1000).toFixed(0)} s`;
    return new GalaxyStoreError(message, { kind: 'network', transient: true, effect }, cause);
}
/** @param detail - such as `statusCode=407` or `cause=connect ECONNREFUSED 127.0.0.1:3128` */
function proxyFault(url, detail, cause) {
    const proxy = proxyName(url);
    if (/certificate|altnames/i.test(detail)) {
        const unknown = /issuer|first certificate|self-signed|signature|not trusted/i.test(detail);
        return certificateFault(`${proxy}: its certificate was not accepted`, unknown, cause);
    }
    const prefix = 'statusCode=';
    const status = detail.startsWith(prefix) ? Number(detail.slice(prefix.length)) : undefined;
    // 407 and its like are the proxy's last word; a 5xx or a connection that fails is temporary.
    const transient = status === undefined || status >= 500;
    const facts = { ...permanent('proxy'), transient, ...(status !== undefined && { status }) };
    return new GalaxyStoreError(`${proxy}: ${proxyReason(status, detail)}`, facts, cause);
}
/** @param unknownAuthority - whether another authority in NODE_EXTRA_CA_CERTS could have helped */
function certificateFault(reason, unknownAuthority, cause) {
    const problem = unknownAuthority ? extraCaCertsProblem() : '';
    const message = problem === '' ? reason : `${reason}. ${problem}`;
    return new GalaxyStoreError(message, permanent('certificate'), cause);
}
function proxyReason(status, detail) {
    if (status === 407)
        return 'it wants a user name and a password (HTTP 407)';
    if (status !== undefined)
        return `it refused the connection (HTTP ${status})`;
    return reasonOf(/\b(E[A-Z_]+)\b/.exec(detail)?.[1] ?? '');
}
function reasonOf(code, unknown = 'the connection failed') {
    const reason = network_fault_REASONS[code.startsWith('ERR_SSL_') ? 'EPROTO' : code] ?? unknown;
    return code === '' ? reason : `${reason} (${code})`;
}
/** The server, and the proxy on the way to it where there is one. */
function routeTo(url) {
    const { host } = new URL(url);
    return proxyFor(url) === undefined ? host : `${host} through ${proxyName(url)}`;
}
/** Names the proxy without its credentials, and what may be the reason that it is used at all. */
function proxyName(url) {
    const entry = unknownNoProxyEntry(url);
    const proxy = `the proxy ${proxyFor(url)?.host}`;
    return entry === '' ? proxy : `${proxy} (${entry} in NO_PROXY is not understood)`;
}
function asFailure(error) {
    if (!(error instanceof Error))
        return { code: '', message: '' };
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    return { code, message: error.message };
}

;// CONCATENATED MODULE: ../src/galaxy-store/transport.ts








/** The longest timer that Node has, 24 days. */
const NEVER_MS = 2 ** 31 - 1;
/**
 * Makes one attempt: sends the request and reads the whole answer. It follows no redirect, because
 * the credential would follow too, and leaves no socket and no timer behind.
 *
 * @throws {@link GalaxyStoreError} when no complete answer of at most 64 KiB came back in time
 */
async function send({ method, url, headers }, options) {
    const proxy = proxyFor(url);
    const attemptTimeout = new AttemptTimeout(options);
    const { signal } = attemptTimeout;
    const handler = new RequestHandler(signal);
    const client = new lib_HttpClient(undefined, [handler], {
        allowRedirects: false,
        allowRetries: false,
        keepAlive: false,
        // Switched off. After a pause it would fire before the answer is read.
        socketTimeout: NEVER_MS,
    });
    // That of the client has the ID of the workflow run in it, which is no business of the server.
    client.userAgent = undefined;
    const exchange = async () => {
        const call = withProxy(proxy, () => client.request(method, url, null, headers));
        const answer = await transport_readAnswer((await attemptTimeout.race(call)).message);
        // An answer without a length that we cut off looks complete, and may even be whole JSON.
        signal.throwIfAborted();
        return answer;
    };
    const explain = (error) => {
        if (error instanceof GalaxyStoreError)
            throw error;
        const effect = handler.connected ? 'unanswered' : 'none';
        throw signal.aborted
            ? attemptTimedOut(url, attemptTimeout.waitedMs, effect, error)
            : networkFault(url, error, effect);
    };
    return await exchange()
        .catch(explain)
        .finally(() => {
        attemptTimeout.clear();
        client.dispose();
    });
}
async function transport_readAnswer(message) {
    const status = Number(message.statusCode);
    return {
        status,
        contentType: message.headers['content-type'] ?? '',
        location: message.headers.location ?? '',
        body: await readBody(message, status),
        dateMs: Date.parse(message.headers.date ?? ''),
        retryAfter: message.headers['retry-after'] ?? '',
    };
}
/** The client's own `readBody()` never ends for an answer that breaks off, and has no limit. */
async function readBody(answer, status) {
    const chunks = [];
    let bytes = 0;
    answer.on('data', (chunk) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes <= MAX_ANSWER_BYTES)
            return;
        const message = `HTTP ${status} with more than ${MAX_ANSWER_BYTES / 1024} KiB of answer`;
        const facts = { ...permanent('unexpected-answer', effectOf(status)), status };
        answer.destroy(new GalaxyStoreError(message, facts));
    });
    await (0,external_node_events_namespaceObject.once)(answer, 'end');
    // A byte order mark is no part of the text, and JSON.parse would stumble over it.
    return String(Buffer.concat(chunks)).replace(/^\uFEFF/, '');
}

;// CONCATENATED MODULE: ../src/galaxy-store/client.ts







const CALLS = {
    create: { name: 'Creating the access token', method: 'POST', path: '/auth/accessToken' },
    check: { name: 'Checking the access token', method: 'GET', path: '/auth/checkAccessToken' },
    revoke: { name: 'Revoking the access token', method: 'DELETE', path: '/auth/revokeAccessToken' },
};
/** A revocation goes on when the job is cancelled. */
const NEVER = new AbortController().signal;
/**
 * The authentication calls of the Galaxy Store Developer API: "Create an access token" and "Use the
 * access token" of Samsung's documentation. Every method throws {@link GalaxyStoreError}.
 */
class GalaxyStoreClient {
    #options;
    constructor(options) {
        this.#options = options;
    }
    /**
     * Creates an access token. When the assertion is refused and the clocks differ, one more is signed
     * with the time of the server.
     *
     * @param sign - called for each attempt
     * @param cancelled - when it fires, no further attempt is made
     */
    async createAccessToken(sign, cancelled) {
        const { log, nowMs } = this.#options;
        // Assertions live for minutes, so the earlier ones are redacted as well.
        const secrets = [];
        const create = async (offsetMs, before) => {
            const attempt = async (timeoutMs) => {
                const assertion = sign(nowMs() + offsetMs);
                secrets.push(assertion);
                const context = { secrets, signedWithServerTime: offsetMs !== 0 };
                const headers = { 'content-type': 'application/json' };
                const timing = { timeoutMs, cancelled };
                return readAccessToken(await this.#send('create', assertion, headers, context, timing));
            };
            const options = { operation: CALLS.create.name, createsToken: true, cancelled, before };
            const { result, unknownTokens } = await withRetry(attempt, this.#options, options);
            if (unknownTokens > 0)
                log.warning(unknownTokensWarning(unknownTokens));
            return result;
        };
        try {
            return await create(0);
        }
        catch (error) {
            if (!(error instanceof GalaxyStoreError) || cancelled.aborted)
                throw error;
            const offsetMs = skewToCorrect(error);
            if (offsetMs === 0)
                throw error;
            log.warning(skewWarning(error, offsetMs));
            return await create(offsetMs, error.history);
        }
    }
    /**
     * Asks whether the access token works. A refusal of a token younger than 5 s is asked again.
     *
     * @param cancelled - when it fires, no further attempt is made
     */
    async checkAccessToken(token, cancelled) {
        await this.#callWith(token, 'check', { cancelled, propagationMs: this.#propagationMs(token) });
    }
    /**
     * Revokes the access token. Only `{"ok":true}` and a 401 that says that the token is invalid are taken at
     * their word. The latter may mean that a token younger than 5 s has not propagated, and is tried again.
     *
     * @param bounds - one attempt only, or less time than usual
     */
    async revokeAccessToken(token, bounds = {}) {
        const propagationMs = this.#propagationMs(token);
        try {
            await this.#callWith(token, 'revoke', { ...bounds, cancelled: NEVER, propagationMs });
        }
        catch (error) {
            if (!(error instanceof GalaxyStoreError))
                throw error;
            const { effect, status, tokenIsInvalid } = error.facts;
            const windowMs = propagationMs - Number(error.history?.elapsedMs);
            if (tokenIsInvalid === true && windowMs <= 0)
                return 'already-invalid';
            const isUnclear = effect === 'done' || (status === 401 && tokenIsInvalid !== true);
            if (!isUnclear || bounds.onlyOnce === true)
                throw error;
            await this.#confirmRevocation(token, error, windowMs);
        }
        return 'revoked';
    }
    /**
     * Asks once whether a token is invalid, after an answer to its revocation that proves nothing.
     *
     * @param windowMs - how long a token that is invalid may only not have propagated, in milliseconds
     */
    async #confirmRevocation(token, revocation, windowMs) {
        const { log, sleep } = this.#options;
        const { message, facts } = revocation;
        log.info(`${CALLS.revoke.name}: ${message}. That proves nothing; it is checked.`);
        if (windowMs > 0)
            await sleep(windowMs, NEVER);
        const options = { cancelled: NEVER, onlyOnce: true };
        const outcome = await this.#callWith(token, 'check', options).then(() => 'the token still works', (error) => {
            if (!(error instanceof GalaxyStoreError))
                throw error;
            return error.facts.tokenIsInvalid === true ? '' : `it may still work: ${error.message}`;
        });
        if (outcome === '')
            return;
        throw new GalaxyStoreError(`${message}, and ${outcome}`, facts, revocation);
    }
    async #callWith({ value, serviceAccountId }, call, options) {
        const headers = { 'service-account-id': serviceAccountId };
        const attempt = (timeoutMs) => {
            const timing = { timeoutMs, cancelled: options.cancelled };
            return this.#send(call, value, headers, { secrets: [value] }, timing);
        };
        await withRetry(attempt, this.#options, { ...options, operation: CALLS[call].name });
    }
    /**
     * How long the token may still need to propagate, in milliseconds. The wall clock may have been set
     * back since the token was created.
     */
    #propagationMs({ createdAtMs }) {
        return TOKEN_PROPAGATION_MS - Math.max(0, this.#options.nowMs() - createdAtMs);
    }
    async #send(operation, credential, headers, context, timing) {
        const { apiUrl, userAgent, nowMs, monotonicMs } = this.#options;
        const { method, path } = CALLS[operation];
        const common = {
            accept: 'application/json',
            authorization: `Bearer ${credential}`,
            'user-agent': userAgent,
        };
        const request = { method, url: apiUrl + path, headers: { ...common, ...headers } };
        const answer = await send(request, { ...timing, monotonicMs });
        return readAnswer(answer, { ...context, operation, nowMs: nowMs() });
    }
}
function skewWarning({ message }, skewMs) {
    return (`The clock of this machine is ${describeSkew(skewMs)} the clock of the Galaxy Store. ` +
        `The assertion was refused (${message}) and is signed again with the time of the Galaxy Store. ` +
        'Set the clock of the runner, by NTP for example.');
}
function unknownTokensWarning(count) {
    return (`${count === 1 ? '1 attempt' : `${count} attempts`} to create an access token ended without a clear ` +
        'answer. Each may have created an access token that nobody knows, and that stays valid until the ' +
        'service account is deleted in Seller Portal.');
}

;// CONCATENATED MODULE: ../src/api-url.ts


/** Where the API is: "Get started with the Galaxy Store Developer API" of Samsung's documentation. */
const DEFAULT_API_URL = 'https://devapi.samsungapps.com';
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/**
 * Checks the address of the API and gives it without a slash at its end.
 *
 * @throws {@link UserError} unless it is an https address (plain http is for loopback alone) without
 *   credentials, query and fragment. The message does not show the address, which may hold a password.
 */
function parseApiUrl(text) {
    if (!URL.canParse(text)) {
        throw refused('is not a URL');
    }
    const url = new URL(text);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
        throw refused('is not an https address');
    }
    if (!isValidHost(url))
        throw refused('has a host name or a port that cannot exist');
    if (url.protocol === 'http:' && !LOOPBACK_HOST.test(url.hostname)) {
        throw refused('is plain http, which would show the token to the network');
    }
    if (url.username !== '' || url.password !== '')
        throw refused('holds a user name or a password');
    // An empty query or fragment leaves only its mark in the text.
    if (/[?#]/.test(url.href))
        throw refused('has a query or a fragment');
    return url.href.replace(/\/+$/, '');
}
function refused(problem) {
    return new user_error/* UserError */.yo('api-url-not-allowed', `api-url ${problem}. Leave the input out to use ${DEFAULT_API_URL}, or give an https ` +
        'address without user name, password, query and fragment. Plain http is accepted for loopback ' +
        'addresses alone, such as http://127.0.0.1:8080.');
}

// EXTERNAL MODULE: ../src/escapes.ts
var escapes = __nccwpck_require__(1611);
;// CONCATENATED MODULE: ../src/scopes.ts


/** The scopes that a service account can have: "Create an access token" of Samsung's documentation. */
const SCOPES = ['publishing', 'gss'];
/** Between and around the names: the notations of JSON, YAML, shells and forms. */
const SEPARATORS = /[\s,;|"'`\[\]“”‘’]|\\{1,9}[nrt]/;
/**
 * Reads the scopes: separated by commas, semicolons, bars, spaces or new lines, or a list of JSON or
 * YAML, in any case, duplicates dropped.
 *
 * @throws {@link UserError} which lists what is allowed, and what was probably meant
 */
function parseScopes(text) {
    const words = (0,escapes/* visible */.R)(text).toLowerCase().split(SEPARATORS);
    // The dash is that of a list of YAML.
    const names = new Set(words.filter((name) => name !== '' && name !== '-'));
    const scopes = [...names].filter(isScope);
    if (scopes.length > 0 && scopes.length === names.size)
        return scopes;
    const unknown = [...names].filter((name) => !isScope(name));
    const problem = names.size === 0
        ? 'no scope is named'
        : [...new Set(unknown.map(describeUnknownScope))].join('; ');
    // Intl takes 9 ms to load, so it waits for a failure.
    const allowed = new Intl.ListFormat('en').format(SCOPES);
    throw new user_error/* UserError */.yo('scopes-not-allowed', `scopes: ${problem}. Allowed are ${allowed}, separated by commas, spaces or new lines.`);
}
function isScope(name) {
    return SCOPES.some((scope) => scope === name);
}
function describeUnknownScope(name) {
    // Anything that is not close to the name of a scope may be a secret in the wrong place.
    const meant = SCOPES.find((scope) => isClose(name, scope));
    if (meant === undefined)
        return 'there is a word that is no scope';
    return `there is no scope "${name}" (did you mean "${meant}"?)`;
}
/** Whether a word has nothing but letters and begins like a scope, or is a scope with a typing error. */
function isClose(name, scope) {
    if (!/^[a-z][a-z_.-]{0,23}$/.test(name))
        return false;
    const rest = scope.length > 3 ? [scope.slice(0, -1), scope.slice(-5)] : [];
    return name.startsWith(scope.slice(0, 3)) || rest.some((part) => name.includes(part));
}

// EXTERNAL MODULE: ../src/private-key/rsa-key.ts
var rsa_key = __nccwpck_require__(7737);
;// CONCATENATED MODULE: ../src/usual-inputs.ts

/** The form of the IDs that Seller Portal gives. Such a text can be nothing else. */
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** A PEM file as OpenSSL writes it (RFC 7468), with nothing around it. */
const PEM = /^-----BEGIN (RSA )?PRIVATE KEY-----((?:\r?\n[A-Za-z0-9+/]{64})+(?:\r?\n[A-Za-z0-9+/]{1,63}={0,2})?)\r?\n-----END \1PRIVATE KEY-----$/;
/** Takes an ID in the form that Seller Portal gives, and nothing else. */
function readUsualId(text) {
    return UUID.test(text) ? { id: text, secretsToMask: [] } : undefined;
}
/**
 * Takes a key that proves itself, in the PEM form that OpenSSL writes. For this form, private-key.ts gives the
 * same.
 */
function readUsualKey(text) {
    const [, , pasted = ''] = PEM.exec(text) ?? [];
    const lines = pasted.trim().split(/\s+/);
    const body = lines.join('');
    const der = Buffer.from(body, 'base64');
    const rsa = (0,rsa_key/* readRsaKey */.c1)(der);
    // Node forgives a wrong end of base64; then the masks would lack the right one.
    if (!(0,rsa_key/* isUsable */.Ng)(rsa) || der.toString('base64') !== body)
        return undefined;
    return { key: rsa.key, secretsToMask: [body, body.replace(/=+$/, ''), ...lines] };
}

;// CONCATENATED MODULE: ../src/inputs.ts





/**
 * Reads and checks every input. What is derived from the key is masked before anything else, so that
 * nothing can print it. A blank input means its default, as if it had been left out.
 *
 * @throws {@link InputsError} with all that is wrong, so that one run of the job shows every mistake
 */
async function readInputs(core) {
    const problems = [];
    const collecting = (read) => {
        try {
            return read();
        }
        catch (error) {
            if (!(error instanceof user_error/* UserError */.yo))
                throw error;
            problems.push(error);
            return undefined;
        }
    };
    const serviceAccountId = await readServiceAccountId(core.getInput('service-account-id'));
    const privateKey = await readPrivateKey(core.getInput('private-key'));
    maskAll(core, [...privateKey.secretsToMask, ...serviceAccountId.secretsToMask]);
    for (const { problem } of [serviceAccountId, privateKey])
        if (problem)
            problems.push(problem);
    const inputs = {
        serviceAccountId: serviceAccountId.id,
        privateKey: privateKey.key,
        scopes: collecting(() => parseScopes(core.getInput('scopes') || 'publishing')),
        revoke: collecting(() => parseBoolean(core, 'revoke', true)),
        verify: collecting(() => parseBoolean(core, 'verify', false)),
        exportEnvironmentVariables: collecting(() => parseBoolean(core, 'export-environment-variables', false)),
        apiUrl: collecting(() => parseApiUrl(core.getInput('api-url') || DEFAULT_API_URL)),
    };
    if (isComplete(inputs))
        return inputs;
    throw new user_error/* InputsError */.aV(problems);
}
/*
 * The code for any other form of these two is in a file of its own in dist/, which few steps load. The others
 * take 1 ms less.
 */
async function readServiceAccountId(text) {
    const load = () => __nccwpck_require__.e(/* import() | unusual-inputs */ 518).then(__nccwpck_require__.bind(__nccwpck_require__, 4990));
    return readUsualId(text) ?? (await load()).readServiceAccountId(text);
}
async function readPrivateKey(text) {
    const load = () => __nccwpck_require__.e(/* import() | unusual-inputs */ 518).then(__nccwpck_require__.bind(__nccwpck_require__, 8609));
    return readUsualKey(text) ?? (await load()).readPrivateKey(text);
}
function isComplete(inputs) {
    return Object.values(inputs).every((value) => value !== undefined);
}
/** The words that `@actions/core` takes, which are those of YAML 1.2. */
function parseBoolean(core, name, blank) {
    const text = core.getInput(name);
    if (text === '')
        return blank;
    if (['true', 'True', 'TRUE'].includes(text))
        return true;
    if (['false', 'False', 'FALSE'].includes(text))
        return false;
    throw new user_error/* UserError */.yo('not-a-boolean', `${name} is neither true nor false. Write one of the two.`);
}

// EXTERNAL MODULE: ../node_modules/jsonwebtoken/index.js
var jsonwebtoken = __nccwpck_require__(6527);
var jsonwebtoken_default = /*#__PURE__*/__nccwpck_require__.n(jsonwebtoken);
;// CONCATENATED MODULE: ../src/jwt.ts

/** The assertion claims to be this much older than it is, so that a slow server clock accepts it. */
const BACKDATED_S = 30;
/** How long the assertion lives. The API allows 20 minutes; one request needs far less. */
const LIFETIME_S = 5 * 60;
/**
 * Signs the assertion (a JWT) that is exchanged for an access token: header `alg` and `typ`, claims
 * `iss`, `scopes`, `iat` and `exp`, nothing else. From "Create an access token" of Samsung's
 * documentation, which wants the scopes as an array and the times in seconds.
 *
 * @param key - the RSA private key of the service account
 * @param nowMs - the time to sign for, in milliseconds since 1970
 */
function signAssertion(serviceAccountId, scopes, key, nowMs) {
    const iat = Math.floor(nowMs / 1000) - BACKDATED_S;
    const claims = { iss: serviceAccountId, scopes, iat, exp: iat + LIFETIME_S };
    return jsonwebtoken_default().sign(claims, key, { algorithm: 'RS256' });
}

;// CONCATENATED MODULE: ../src/saved-token.ts


/** The one name in the saved state: one entry is written as a whole or not at all. */
const STATE_NAME = 'saved-token';
/** Saves the token for the post step. */
function saveToken(core, token) {
    core.saveState(STATE_NAME, JSON.stringify(token));
}
/** Leaves nothing for the post step to revoke. */
function clearSavedToken(core) {
    core.saveState(STATE_NAME, '');
}
/**
 * The token that the main step saved, or undefined where there is none to revoke.
 *
 * @throws {@link UserError} when what is saved cannot be parsed; the message does not show it
 */
function loadToken(core) {
    const text = core.getState(STATE_NAME);
    if (text === '')
        return undefined;
    const token = parseJson(text);
    if (isSavedToken(token)) {
        const { value, serviceAccountId, apiUrl, createdAtMs } = token;
        return { value, serviceAccountId, apiUrl, createdAtMs };
    }
    throw new UserError('revocation-failed', 'The access token could not be revoked: what the main step saved for this step cannot be read. ' +
        TOKEN_REMAINS);
}
function isSavedToken(json) {
    const texts = ['value', 'serviceAccountId', 'apiUrl'].map((name) => propertyOf(json, name));
    return (texts.every((text) => typeof text === 'string') &&
        typeof propertyOf(json, 'createdAtMs') === 'number');
}

// EXTERNAL MODULE: ../src/attempt.ts
var attempt = __nccwpck_require__(5782);
;// CONCATENATED MODULE: ../src/report.ts

/**
 * Wraps the log of the runner for text that may quote a server. The runner obeys the older form of its
 * commands, `##[command]`, wherever it stands in a line.
 */
function runnerLog(core) {
    return {
        info: (message) => {
            core.info(message.replaceAll('##[', '# #['));
        },
        warning: core.warning,
    };
}
/** Ends the step with one error annotation, which says what to do and where to read more. */
function reportFailure(core, error) {
    core.setFailed(describeFailure(error));
    debugStack(core, error);
}
/** Says what failed and where to read more. */
function describeFailure(error) {
    if (error instanceof user_error/* InputsError */.aV) {
        const problems = error.problems.map(describeFailure);
        if (problems.length === 1)
            return problems.join();
        const items = problems.map((problem) => `- ${problem.replaceAll('\n', '\n  ')}`);
        return [error.message, ...items].join('\n');
    }
    if (error instanceof user_error/* UserError */.yo)
        return `${error.message}\nHelp: ${(0,user_error/* helpUrl */.xR)(error.topic)}`;
    return `This step failed for a reason that it does not know. Please report it, with this text: ${messageOf(error)}`;
}
/** Shows the stack of an error and of its causes when debug logging is on. */
function debugStack(core, error) {
    if (!core.isDebug())
        return;
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
        core.debug(cause.stack ?? cause.message);
    }
}
/** What an error says, whatever was thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}

;// CONCATENATED MODULE: ../src/runner-files.ts




const CHECK_RUNNER = 'Check the runner and its disk, then run the job again.';
/**
 * Makes sure that the files of the runner can be written, before there is anything to write.
 *
 * @param withVariables - whether environment variables will be set, too
 * @throws {@link UserError} when one cannot be written
 */
function requireRunnerFiles(withVariables) {
    for (const [name, path] of runnerFiles(withVariables)) {
        try {
            external_node_fs_default().closeSync(external_node_fs_default().openSync(path, 'r+'));
        }
        catch (cause) {
            const problem = messageOf(cause);
            throw new user_error/* UserError */.yo('runner-file-not-writable', `The file of the runner in ${name} cannot be written: ${problem}. No access token was created. ` +
                (/^(EACCES|EPERM|EROFS)/.test(problem) ? otherUser() : CHECK_RUNNER), { cause });
        }
    }
}
/**
 * Writes into files of the runner. When that fails, everything that was written is taken back, so that no
 * later step finds a part of it.
 *
 * @param withVariables - whether environment variables are among it
 * @throws {@link UserError} when it fails
 */
function writeAllOrNothing(withVariables, write) {
    const sizes = runnerFiles(withVariables).map(([, path]) => [path, external_node_fs_default().statSync(path, { throwIfNoEntry: false })?.size]);
    try {
        write();
    }
    catch (cause) {
        for (const [path, size] of sizes) {
            // A file that cannot be changed has nothing of it: it is a device, or it is gone.
            (0,attempt/* attempt */.C)(() => {
                external_node_fs_default().truncateSync(path, size);
            });
        }
        throw new user_error/* UserError */.yo('runner-file-not-writable', `The access token was created, but the runner did not take the outputs: ${messageOf(cause)}. No ` +
            `output is set, and the post step revokes the token. ${CHECK_RUNNER}`, { cause });
    }
}
/** Names and paths. A runner that gives no path reads the log instead. */
function runnerFiles(withVariables) {
    return ['GITHUB_STATE', 'GITHUB_OUTPUT', ...(withVariables ? ['GITHUB_ENV'] : [])]
        .map((name) => [name, process.env[name] ?? ''])
        .filter(([, path]) => path !== '');
}
/** What most often keeps a container job from the files: the image has a USER. */
function otherUser() {
    return (`This step runs as user ${process.getuid?.() ?? 'unknown'}, which is not the user of the runner. In a container job, ` +
        'add "options: --user root" below "container:", or the user of the runner, which is "--user 1001" on ' +
        'GitHub-hosted runners.');
}

// EXTERNAL MODULE: ../src/project.ts
var project = __nccwpck_require__(1610);
;// CONCATENATED MODULE: ../src/create-token.ts












/**
 * The main job: creates an access token and gives it to the later steps. It throws nothing; what goes
 * wrong is reported to the runner.
 *
 * @returns whether the outputs are set
 */
async function createToken(core, system) {
    const cancellation = listenForCancellation(system);
    try {
        const inputs = await readInputs(core);
        const { apiUrl, exportEnvironmentVariables } = inputs;
        requireRunnerFiles(exportEnvironmentVariables);
        maskProxyCredentials(core, apiUrl);
        const log = runnerLog(core);
        const client = new GalaxyStoreClient({ ...system, apiUrl, userAgent: project/* USER_AGENT */._O, log });
        const job = { core, system, inputs, client, cancellation };
        const token = await create(job);
        await save(job, token);
        const refusal = inputs.verify ? await check(job, token) : undefined;
        if (cancellation.signal.aborted)
            throw await revokeAtOnce(job, token, refusal);
        if (refusal !== undefined)
            throw refusal;
        setOutputs(job, token);
        return true;
    }
    catch (error) {
        reportFailure(core, error);
        return false;
    }
}
/** Creates the token. Neither it nor an assertion can be printed before it is masked. */
async function create({ core, system, inputs, client, cancellation }) {
    const { serviceAccountId, scopes, privateKey, apiUrl } = inputs;
    const sign = (nowMs) => {
        const assertion = signAssertion(serviceAccountId, scopes, privateKey, nowMs);
        core.setSecret(assertion);
        return assertion;
    };
    try {
        const value = await client.createAccessToken(sign, cancellation.signal);
        core.setSecret(value);
        return { value, serviceAccountId, apiUrl, createdAtMs: system.nowMs() };
    }
    catch (error) {
        throw explain(error, 'create', inputs);
    }
}
/**
 * Saves the token for the post step. Without saved state the post step knows nothing of the token, so
 * it is revoked here.
 */
async function save({ core, client, cancellation }, token) {
    try {
        saveToken(core, token);
    }
    catch (cause) {
        const problem = 'The access token was created, but the runner did not take it for the post step: ' +
            `${messageOf(cause)}.`;
        const bounds = cancellation.signal.aborted ? { deadlineMs: cancellation.remainingMs() } : {};
        const outcome = await client.revokeAccessToken(token, bounds).then(() => 'The token is revoked again. Check the runner and its disk, then run the job again.', (error) => `It could not be revoked either: ${messageOf(error)}. ${user_error/* TOKEN_REMAINS */.oX}`);
        throw new user_error/* UserError */.yo('runner-file-not-writable', `${problem} ${outcome}`, { cause });
    }
}
/** Asks the API whether the token works, and gives the reason if it does not. */
async function check({ inputs, client, cancellation }, token) {
    try {
        await client.checkAccessToken(token, cancellation.signal);
        return undefined;
    }
    catch (error) {
        return explain(error, 'check', inputs);
    }
}
/**
 * Revokes the token of a cancelled job while there is time, because a runner that shuts down skips the
 * post steps.
 *
 * @returns the error to end the step with
 */
async function revokeAtOnce({ core, client, cancellation }, token, cause) {
    try {
        const deadlineMs = cancellation.remainingMs();
        await client.revokeAccessToken(token, { onlyOnce: true, deadlineMs });
    }
    catch (error) {
        return new user_error/* UserError */.yo('job-cancelled', 'The job was cancelled after the access token had been created, and the token could not be ' +
            'revoked at once. The post step of this action tries again.', { cause: error });
    }
    try {
        clearSavedToken(core);
    }
    catch (error) {
        // The post step will find the token invalid, which is as good.
        debugStack(core, error);
    }
    return new user_error/* UserError */.yo('job-cancelled', 'The job was cancelled. The access token that had been created is revoked; nothing is left to do.', { cause });
}
function setOutputs({ core, inputs }, { value, serviceAccountId }) {
    writeAllOrNothing(inputs.exportEnvironmentVariables, () => {
        core.setOutput('access-token', value);
        core.setOutput('service-account-id', serviceAccountId);
        if (inputs.exportEnvironmentVariables) {
            core.exportVariable('GALAXY_STORE_ACCESS_TOKEN', value);
            core.exportVariable('GALAXY_STORE_SERVICE_ACCOUNT_ID', serviceAccountId);
        }
        if (!inputs.revoke)
            clearSavedToken(core);
    });
    runnerLog(core).info(`Created an access token for the service account ${serviceAccountId} ` +
        `(${inputs.scopes.join(', ')}${inputs.verify ? '; verified' : ''}). ` +
        (inputs.revoke
            ? 'It will be revoked when the job ends.'
            : 'It is not revoked when the job ends (revoke: false): it stays valid until you revoke it by hand.'));
}
/** @throws what is no failure of the API, as it is */
function explain(error, operation, inputs) {
    if (!(error instanceof GalaxyStoreError))
        throw error;
    return explainFailure(error, { operation, ...inputs });
}

;// CONCATENATED MODULE: ../src/ignore-epipe.ts
/**
 * Ignores a log that is closed. A runner that dies closes its end, and the EPIPE of the next line would end
 * the process, perhaps just before it revokes the token.
 */
function ignoreEpipe() {
    for (const stream of [process.stdout, process.stderr])
        stream.on('error', () => undefined);
}

;// CONCATENATED MODULE: ../src/system.ts
/**
 * The signals that cancel a job. A runner sends SIGINT, then SIGTERM if that does not end the step; on
 * Windows the second one is SIGBREAK, which other platforms do not have. A terminal or supervisor that goes
 * away sends SIGHUP.
 */
const CANCELLING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK', 'SIGHUP'];
/** The real system. */
const system = {
    nowMs: () => Date.now(),
    // `performance` would load ten modules of Node, which takes 0.6 ms.
    monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
    random: () => Math.random(),
    sleep: async (ms, cancelled) => {
        if (cancelled.aborted)
            return;
        await new Promise((resolve) => {
            const wake = () => {
                clearTimeout(timer);
                cancelled.removeEventListener('abort', wake);
                resolve();
            };
            const timer = setTimeout(wake, ms);
            cancelled.addEventListener('abort', wake);
        });
    },
    onCancel: (cancel) => {
        // Listening to a signal does not keep a process alive.
        for (const signal of CANCELLING_SIGNALS)
            process.on(signal, cancel);
    },
};

;// CONCATENATED MODULE: ../src/main.ts




ignoreEpipe();
// Node ends a process when nothing is left to wait for, which must not look like success.
process.exitCode = 1;
void createToken(src_core_namespaceObject, system).then((done) => {
    if (done)
        process.exitCode = 0;
});

})();

module.exports = __webpack_exports__;
/******/ })()
;