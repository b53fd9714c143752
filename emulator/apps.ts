import { ContentError } from './content-errors.ts';
import type { AppOptions } from './options.ts';

export const DEFAULT_APP: AppOptions = { contentId: '000012345678' };

/** Statuses of status-parameters-mapping.html and app-status-lifecycle.html that the emulator knows. */
export type ContentStatus =
  | 'UPDATING'
  | 'READY_FOR_REVIEW'
  | 'READY_FOR_SALE'
  | 'READY_FOR_CHANGE'
  | 'FOR_SALE'
  | 'SUSPENDED';

export type AppStatus = 'REGISTRATION' | 'SALE';

export interface Binary {
  readonly binarySeq: string;
  readonly fileName: string;
  readonly versionCode: string;
  readonly gms: string;
  readonly filekey: string | null;
}

export interface Rollout {
  /** `binarySeq` of the binaries that take part. */
  readonly binaries: readonly string[];
  /** Percent; 0 when no rollout is enabled. */
  readonly rate: number;
}

/** One entry of contentInfo: what is on sale, or the update in progress. */
export interface Variant {
  readonly status: ContentStatus;
  /** What contentUpdate may change, by the names of the API. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly binaries: readonly Binary[];
  readonly rollout: Rollout;
}

export interface App {
  readonly contentId: string;
  readonly packageName: string;
  readonly modifiedAt: number;
  readonly live: Variant;
  readonly draft?: Variant;
}

export const NO_ROLLOUT: Rollout = { binaries: [], rate: 0 };

/** The apps of the seller, each replaced as a whole when something about it changes. */
export class AppStore {
  readonly #apps = new Map<string, App>();
  readonly #owners = new Map<string, readonly string[]>();
  readonly #now: () => number;

  constructor(apps: readonly AppOptions[], now: () => number) {
    this.#now = now;
    for (const options of apps) {
      this.#apps.set(options.contentId, onSale(options, now()));
      if (options.serviceAccountIds !== undefined) {
        this.#owners.set(options.contentId, options.serviceAccountIds);
      }
    }
  }

  /** The apps that a service account has access to. */
  of(accountId: string): readonly App[] {
    return [...this.#apps.values()].filter(({ contentId }) => this.#isOwner(contentId, accountId));
  }

  /** @throws ContentError 3100 when there is no such app, 4008 when it is another seller's */
  get(contentId: string, accountId: string): App {
    const app = this.#apps.get(contentId);
    if (app === undefined) {
      throw new ContentError('3100');
    }
    if (!this.#isOwner(contentId, accountId)) {
      throw new ContentError('4008');
    }
    return app;
  }

  put(app: App): void {
    this.#apps.set(app.contentId, { ...app, modifiedAt: this.#now() });
  }

  putDraft(app: App, draft: Variant): void {
    this.put({ ...app, draft });
  }

  /**
   * What a reviewer would do: the submitted update passes, or is refused and becomes a draft again.
   *
   * @throws Error when the app has no submitted update, which is a mistake in a test
   */
  review(contentId: string, verdict: 'pass' | 'refuse'): void {
    const app = this.#apps.get(contentId);
    if (app?.draft?.status !== 'READY_FOR_REVIEW') {
      throw new Error(`App ${contentId} has no update that waits for a review`);
    }
    const type = app.draft.metadata['publicationType'];
    if (verdict === 'refuse') {
      this.putDraft(app, { ...app.draft, status: 'UPDATING' });
    } else if (type === '01') {
      this.release(app, app.draft);
    } else {
      const status = type === '02' ? 'READY_FOR_SALE' : 'READY_FOR_CHANGE';
      this.putDraft(app, { ...app.draft, status });
    }
  }

  /** The update takes the place of what was on sale. */
  release(app: App, draft: Variant): void {
    const { contentId, packageName, modifiedAt } = app;
    this.put({ contentId, packageName, modifiedAt, live: { ...draft, status: 'FOR_SALE' } });
  }

  #isOwner(contentId: string, accountId: string): boolean {
    return this.#owners.get(contentId)?.includes(accountId) ?? true;
  }
}

/** A fresh draft: the app as it is on sale, open for changes. */
export function draftOf(live: Variant): Variant {
  return { ...live, status: 'UPDATING', rollout: NO_ROLLOUT };
}

/** The variant that an appStatus means. @throws ContentError 3100 when the app has none such */
export function variantOf(app: App, status: AppStatus): Variant {
  const variant = status === 'SALE' ? app.live : app.draft;
  if (variant === undefined) {
    throw new ContentError('3100', `there is no ${status} of it`);
  }
  return variant;
}

/** The fields that clients read and send back as they are (view-sellers-app-details.html). */
const EMPTY_FIELDS =
  `ageLimit chinaAgeLimit copyrightHolder heroImage heroImageKey icon iconKey newFeature
  openSourceURL privatePolicyURL reviewComment shortDescription startPublicationDate stopPublicationDate
  supportEMail supportedSiteUrl termAndConditionURL youTubeURL`.split(/\s+/);

function onSale(options: AppOptions, modifiedAt: number): App {
  const { contentId, packageName = 'com.example.app' } = options;
  const binaries = options.binaries ?? [{ fileName: 'app-1.apk', versionCode: '1', gms: 'Y' }];
  return {
    contentId,
    packageName,
    modifiedAt,
    live: {
      status: 'FOR_SALE',
      metadata: {
        ...Object.fromEntries(EMPTY_FIELDS.map((name) => [name, ''])),
        appTitle: options.title ?? 'Example App',
        defaultLanguageCode: options.defaultLanguageCode ?? 'ENG',
        paid: options.paid ?? 'N',
        publicationType: options.publicationType ?? '01',
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
      },
      binaries: binaries.map((binary, index) => ({
        ...binary,
        binarySeq: String(index + 1),
        filekey: null,
      })),
      rollout: NO_ROLLOUT,
    },
  };
}
