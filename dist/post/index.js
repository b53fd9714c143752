/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 488:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";


var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


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

/***/ 613:
/***/ ((module) => {

"use strict";
module.exports = require("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

"use strict";
module.exports = require("events");

/***/ }),

/***/ 611:
/***/ ((module) => {

"use strict";
module.exports = require("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

"use strict";
module.exports = require("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

"use strict";
module.exports = require("net");

/***/ }),

/***/ 756:
/***/ ((module) => {

"use strict";
module.exports = require("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

"use strict";
module.exports = require("util");

/***/ }),

/***/ 961:
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
    [name]: (options) => __nccwpck_require__(488)[name]?.(options),
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
/************************************************************************/
var __webpack_exports__ = {};
// This entry need to be wrapped in an IIFE because it need to be in strict mode.
(() => {
"use strict";

// NAMESPACE OBJECT: ../node_modules/@actions/core/lib/platform.js
var platform_namespaceObject = {};
__nccwpck_require__.r(platform_namespaceObject);
__nccwpck_require__.d(platform_namespaceObject, {
  arch: () => (arch),
  getDetails: () => (getDetails),
  isLinux: () => (isLinux),
  isMacOS: () => (isMacOS),
  isWindows: () => (isWindows),
  platform: () => (platform)
});

// NAMESPACE OBJECT: ./core.js
var core_namespaceObject_0 = {};
__nccwpck_require__.r(core_namespaceObject_0);
__nccwpck_require__.d(core_namespaceObject_0, {
  ExitCode: () => (ExitCode),
  addPath: () => (addPath),
  debug: () => (debug),
  endGroup: () => (endGroup),
  error: () => (error),
  exportVariable: () => (exportVariable),
  getBooleanInput: () => (getBooleanInput),
  getIDToken: () => (getIDToken),
  getInput: () => (getInput),
  getMultilineInput: () => (getMultilineInput),
  getState: () => (getState),
  group: () => (group),
  info: () => (info),
  isDebug: () => (isDebug),
  markdownSummary: () => (markdownSummary),
  notice: () => (notice),
  platform: () => (platform_namespaceObject),
  saveState: () => (saveState),
  setCommandEcho: () => (setCommandEcho),
  setFailed: () => (setFailed),
  setOutput: () => (setOutput),
  setSecret: () => (setSecret),
  startGroup: () => (startGroup),
  summary: () => (summary),
  toPlatformPath: () => (toPlatformPath),
  toPosixPath: () => (toPosixPath),
  toWin32Path: () => (toWin32Path),
  warning: () => (warning)
});

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

;// CONCATENATED MODULE: ../src/ignore-signals.ts

// Done at import, because loading the rest takes longer than a runner needs to cancel a job. Without a
// listener a signal would end the post step at once.
for (const signal of CANCELLING_SIGNALS)
    process.on(signal, () => undefined);

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
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
function toCommandProperties(annotationProperties) {
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
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
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
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = require("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = require("fs");
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
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
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
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
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
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
var tunnel = __nccwpck_require__(961);
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
class HttpClient {
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
class BearerCredentialHandler {
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



class OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(OidcClient.getRequestToken())], requestOptions);
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
            const httpclient = OidcClient.createHttpClient();
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
                let id_token_url = OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield OidcClient.getCall(id_token_url);
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
const markdownSummary = _summary;
const summary = _summary;
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
    return pth.replace(/[/\\]/g, external_path_namespaceObject.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ./exec.js
/**
 * Stands in for `@actions/exec`, with which `@actions/core` asks for details of the operating system
 * (`platform.getDetails`). The action never does. Without this file each bundle has 46 kB more, 93 kB in
 * all.
 */
function getExecOutput() {
  throw new Error(
    '@actions/exec is not part of this bundle: platform.getDetails() cannot be used.',
  );
}

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
    const { stdout: version } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield getExecOutput('sw_vers', undefined, {
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
    const { stdout } = yield getExecOutput('lsb_release', ['-i', '-r', '-s'], {
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
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
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
function setSecret(secret) {
    issueCommand('add-mask', {}, secret);
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
    process.env['PATH'] = `${inputPath}${external_path_namespaceObject.delimiter}${process.env['PATH']}`;
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
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
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
function debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
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
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
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




;// CONCATENATED MODULE: ../src/ignore-epipe.ts
/**
 * Ignores a log that is closed. A runner that dies closes its end, and the EPIPE of the next line would end
 * the process, perhaps just before it revokes the token.
 */
function ignoreEpipe() {
    for (const stream of [process.stdout, process.stderr])
        stream.on('error', () => undefined);
}

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
    setSecret(secret);
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

;// CONCATENATED MODULE: ../src/galaxy-store/json.ts
/** The value of a property, or undefined where the value is no object or has no such property. */
function propertyOf(value, name) {
    return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
/** Whether a value of JSON is an object, which an array is not. */
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Text of JSON, or undefined. The error of `JSON.parse` quotes the text, which may hold a token. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
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
    const token = propertyOf(propertyOf(json, 'createdItem'), 'accessToken');
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
    const json = parseJson(answer.body);
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
        ? propertyOf(json, 'createdItem') !== undefined
        : propertyOf(json, 'ok') === true;
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
    const value = propertyOf(json, name);
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

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
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
        return new external_node_crypto_namespaceObject.X509Certificate(bytes).raw[0] === bytes[0];
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
    const client = new HttpClient(undefined, [handler], {
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

;// CONCATENATED MODULE: ../src/project.ts
/** The version of the action, the same as in package.json. */
const VERSION = '1.0.0';
/** Where the action is published. Part of the user agent and of the links in messages. */
const REPOSITORY_URL = 'https://github.com/OWNER/galaxy-store-access-token';
/** How the action introduces itself to the API. */
const USER_AGENT = `galaxy-store-access-token/${VERSION} (+${REPOSITORY_URL})`;

;// CONCATENATED MODULE: ../src/user-error.ts

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
    return `${REPOSITORY_URL}/blob/v${VERSION}/docs/troubleshooting.md#${topic}`;
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
    if (error instanceof InputsError) {
        const problems = error.problems.map(describeFailure);
        if (problems.length === 1)
            return problems.join();
        const items = problems.map((problem) => `- ${problem.replaceAll('\n', '\n  ')}`);
        return [error.message, ...items].join('\n');
    }
    if (error instanceof UserError)
        return `${error.message}\nHelp: ${helpUrl(error.topic)}`;
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

;// CONCATENATED MODULE: ../src/revoke-token.ts








/**
 * The post job: revokes the access token. It works from the saved state alone, because a composite
 * action may give its post steps the wrong inputs. It throws nothing, and a revocation that fails is
 * loud but does not fail the job, whose work is done by then.
 */
async function revokeToken(core, system) {
    try {
        const token = loadToken(core);
        if (token === undefined) {
            core.info('There is no access token to revoke.');
            return;
        }
        core.setSecret(token.value);
        maskProxyCredentials(core, token.apiUrl);
        warnOnCancel(core, system, token);
        await revoke(core, system, token);
    }
    catch (error) {
        await reportLoudly(core, error);
    }
}
/** A runner that ends the step before the revocation is done leaves no time for a message. */
function warnOnCancel(core, system, { serviceAccountId }) {
    listenForCancellation(system).signal.addEventListener('abort', () => {
        core.warning('The job is being cancelled. The access token is still being revoked, as long as the runner lets this step run. If no line after this one says that ' +
            `it is revoked, it stays valid until the service account ${serviceAccountId} is deleted in Seller ` +
            'Portal (Assistance → API Service).');
    });
}
async function revoke(core, system, token) {
    const { apiUrl, serviceAccountId } = token;
    const log = runnerLog(core);
    const client = new GalaxyStoreClient({ ...system, apiUrl, userAgent: USER_AGENT, log });
    try {
        const revocation = await client.revokeAccessToken(token);
        log.info(revocation === 'revoked'
            ? `Revoked the access token of the service account ${serviceAccountId}.`
            : `The access token of the service account ${serviceAccountId} was already invalid.`);
    }
    catch (error) {
        if (!(error instanceof GalaxyStoreError))
            throw error;
        throw new UserError('revocation-failed', `The access token of the service account ${serviceAccountId} could not be revoked: ` +
            `${error.reason}. ${TOKEN_REMAINS}`, { cause: error });
    }
}
async function reportLoudly(core, error) {
    const title = 'An access token of the Galaxy Store is still valid';
    core.error(describeFailure(error), { title });
    debugStack(core, error);
    try {
        await core.summary
            .addHeading(title, 2)
            .addRaw(escapeHtml(error instanceof UserError ? error.message : describeFailure(error)), true)
            .addLink('What this means and what to do', helpUrl('revocation-failed'))
            .write();
    }
    catch (summaryError) {
        // The annotation is there already; a missing summary file must not hide it.
        debugStack(core, summaryError);
    }
}
function escapeHtml(text) {
    return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

;// CONCATENATED MODULE: ../src/post.ts
// This comes first, because a signal may arrive while the others are loaded.






ignoreEpipe();
void revokeToken({ ...core_namespaceObject_0, setSecret: mask_setSecret }, system);

})();

module.exports = __webpack_exports__;
/******/ })()
;