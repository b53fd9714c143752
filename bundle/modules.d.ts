declare module 'tunnel/lib/tunnel' {
  const agents: Readonly<Record<string, (options: object) => object>>;
  export = agents;
}
