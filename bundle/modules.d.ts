// Files of packages that the stand-ins take from, and that come without types.
declare module 'jsonwebtoken/sign' {
  const sign: unknown;
  export = sign;
}

declare module 'jws/lib/sign-stream' {
  export const sign: unknown;
}

declare module 'tunnel/lib/tunnel' {
  const agents: Readonly<Record<string, (options: object) => object>>;
  export = agents;
}
