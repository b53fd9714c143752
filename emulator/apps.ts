import { ContentError } from './content-errors.ts';
import type { JsonValue } from './http.ts';

export const DEFAULT_CONTENT_ID = '000012345678';
/** The file that each app has on sale when the emulator starts. */
export const FIRST_FILE = 'app-1.apk';

/** Statuses of status-parameters-mapping.html and app-status-lifecycle.html that the emulator knows. */
export type ContentStatus =
  | 'UPDATING'
  | 'READY_FOR_REVIEW'
  | 'READY_FOR_SALE'
  | 'READY_FOR_CHANGE'
  | 'FOR_SALE'
  | 'SUSPENDED';

/** A binary, by the names of contentInfo. */
export interface Binary {
  readonly binarySeq: string;
  readonly fileName: string;
  readonly versionCode: string;
  readonly gms: string;
  readonly filekey: string | null;
}

/** One entry of contentInfo: what is on sale, or the update in progress. */
export interface Variant {
  readonly status: ContentStatus;
  /** What contentUpdate may change, by the names of the API. */
  readonly metadata: Readonly<Record<string, JsonValue>>;
  readonly binaries: readonly Binary[];
  /** The `binarySeq` of each binary in the staged rollout, and its rate in percent; 0 when it is not enabled. */
  readonly rollout: { readonly binaries: readonly string[]; readonly rate: number };
}

export interface App {
  readonly contentId: string;
  live: Variant;
  draft: Variant | undefined;
}

/** An update that is open for changes. @throws ContentError with this code when there is none */
export function openDraft({ draft }: App, code: '3201' | '3206'): Variant {
  if (draft?.status !== 'UPDATING') throw new ContentError(code);
  return draft;
}

/** The update takes the place of what was on sale. */
export function release(app: App, draft: Variant): void {
  app.live = { ...draft, status: 'FOR_SALE' };
  app.draft = undefined;
}

/** What a reviewer would do: see `Emulator`. */
export function review(app: App | undefined, verdict: 'pass' | 'refuse'): void {
  if (app?.draft?.status !== 'READY_FOR_REVIEW') {
    throw new Error('The app has no update that waits for a review');
  }
  const type = app.draft.metadata['publicationType'];
  if (verdict === 'refuse') app.draft = { ...app.draft, status: 'UPDATING' };
  else if (type === '01') release(app, app.draft);
  else if (type === '02') app.draft = { ...app.draft, status: 'READY_FOR_SALE' };
  else app.draft = { ...app.draft, status: 'READY_FOR_CHANGE' };
}

/** The fields that clients read and send back as they are (view-sellers-app-details.html). */
const EMPTY_FIELDS =
  `ageLimit chinaAgeLimit copyrightHolder heroImage heroImageKey icon iconKey newFeature
  openSourceURL privatePolicyURL reviewComment shortDescription startPublicationDate stopPublicationDate
  supportEMail supportedSiteUrl termAndConditionURL youTubeURL`.split(/\s+/);

export function appOnSale(contentId: string): App {
  const metadata = {
    ...Object.fromEntries(EMPTY_FIELDS.map((name) => [name, ''])),
    appTitle: 'Example App',
    defaultLanguageCode: 'ENG',
    paid: 'N',
    publicationType: '01',
    longDescription: 'An app that the emulator made up.',
    screenshots: [{ screenshotPath: 'https://img.example/1.png', reuseYn: true }],
    addLanguage: [],
    sellCountryList: [{ countryCode: 'KOR', price: '0' }],
    supportedLanguages: ['ENG'],
    category: [{ name: 'Tools', type: 'OLD' }],
    autoAddCountry: false,
    usExportLaws: true,
    edgescreen: null,
    notifyResult: null,
  };
  const file = { binarySeq: '1', fileName: FIRST_FILE, versionCode: '1', gms: 'Y', filekey: null };
  const rollout = { binaries: [], rate: 0 };
  return {
    contentId,
    live: { status: 'FOR_SALE', metadata, binaries: [file], rollout },
    draft: undefined,
  };
}
