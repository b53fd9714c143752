import { authorise } from './access.ts';
import type { App } from './apps.ts';
import type { Backend, Handler } from './backend.ts';
import { ContentError } from './content-errors.ts';
import type { EventKind } from './events.ts';
import { jsonFields, required, type Fields } from './fields.ts';
import { jsonAnswer, plainAnswer, type Call, type JsonValue } from './http.ts';
import type { Scope } from './options.ts';

/** A call of the content API or of the statistics whose token is accepted. */
export interface ContentCall {
  readonly call: Call;
  readonly backend: Backend;
  /** Logs what happened. */
  readonly note: (kind: EventKind, detail: string) => void;
}

/** A call about one app: its fields come from the query where there is no body. */
export interface AppCall extends ContentCall {
  readonly app: App;
  readonly fields: Fields;
}

/** The JSON of the answer. Without any, the answer is 204. */
type Result = JsonValue | undefined;

/** Both headers, the scope, and the errors of the content API around a handler. */
export function contentHandler(
  scope: Scope,
  handler: (content: ContentCall) => Result | Promise<Result>,
): Handler {
  return async (backend, call, log) => {
    const { account } = authorise(backend, call, log, scope);
    const note = (kind: EventKind, detail: string): void => {
      log({ kind, detail, account });
    };
    try {
      const result = await handler({ call, backend, note });
      return result === undefined ? plainAnswer(204, '') : jsonAnswer(200, result);
    } catch (error) {
      if (error instanceof ContentError)
        throw error.refusal(call.path, account, backend.options.strict);
      throw error;
    }
  };
}

/** The same for a publishing call that names an app. */
export function appHandler(handler: (content: AppCall) => Result): Handler {
  return contentHandler('publishing', ({ call, backend, note }) => {
    const inQuery = call.method === 'GET' || call.method === 'DELETE';
    const fields = inQuery ? Object.fromEntries(call.query) : jsonFields(call);
    const app = appOf(backend, fields);
    const noteOfApp: typeof note = (kind, detail) => {
      note(kind, `${app.contentId}: ${detail}`);
    };
    return handler({ call, backend, fields, app, note: noteOfApp });
  });
}

/** The app that a call names. @throws ContentError 3100 when there is none */
export function appOf({ apps }: Backend, fields: Fields): App {
  const app = apps.get(required(fields, 'contentId'));
  if (app === undefined) throw new ContentError('3100');
  return app;
}

/** The shape of every success of the v2 calls (add-new-binary.html). */
export function resultOk(data: JsonValue): JsonValue {
  return { resultCode: '0000', resultMessage: 'Ok', data };
}
