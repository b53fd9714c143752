/**
 * Whether the host name and the port of an address can exist: RFC 1035, section 2.3.4 (a label has 1 to 63
 * characters, a name at most 253), and no port 0. `new URL` has checked the rest.
 */
export function isValidHost({ hostname, port }: URL): boolean {
  const name = hostname.replace(/\.$/, '');
  const labels = name.split('.');
  return (
    port !== '0' && name.length <= 253 && labels.every(({ length }) => length > 0 && length <= 63)
  );
}
