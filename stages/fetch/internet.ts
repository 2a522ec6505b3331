/** What a download needs of the world. */
export interface Internet {
  readonly fetch: (address: URL, init: RequestInit) => Promise<Response>;
  /** Waits so many milliseconds; throws the signal's reason where it is aborted. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** How many milliseconds may go by without a byte. */
  readonly patience: number;
}

/** An address from which the file cannot be had, and why. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

const mostRedirects = 5;

/**
 * Asks for what is at an address, from a byte on where `headers` say so. A redirect leads to https or stays with its host, and names no
 * user: that the bytes are right is shown by their digest, but who is asked for them is nobody else's business.
 */
export async function request(
  address: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  internet: Internet,
): Promise<Response> {
  let at: URL = new URL(address);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await internet.fetch(at, { headers, signal, redirect: 'manual' });
    if (![301, 302, 303, 307, 308].includes(response.status)) return response;
    await response.body?.cancel();
    at = redirected(at, response.headers.get('location'));
  }
  throw new Unavailable(`redirects more than ${mostRedirects} times`);
}

function redirected(from: URL, location: string | null): URL {
  const to = location !== null && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to === undefined) throw new Unavailable('redirects to nowhere');
  if (to.username !== '' || to.password !== '') throw new Unavailable('redirects to an address with a user');
  if (to.protocol === 'https:' || to.origin === from.origin) return to;
  throw new Unavailable(`redirects to ${to.protocol}//${to.host}, which is neither https nor the same host`);
}
