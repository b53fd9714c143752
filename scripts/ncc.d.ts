/** The part of ncc's programming interface that the build uses; the package has no types. */
declare module '@vercel/ncc' {
  interface Options {
    readonly cache: false;
    readonly esm: boolean;
    readonly license: string;
    readonly quiet: boolean;
    readonly transpileOnly: boolean;
  }

  interface Result {
    readonly code: string;
    readonly assets: Readonly<Record<string, { readonly source: Buffer | string } | undefined>>;
  }

  function ncc(entry: string, options: Options): Promise<Result>;

  export = ncc;
}
