/** Where a host is, and the path on it that everything begins with: without a slash at its end, '' where there is none. */
export interface Address {
  readonly origin: string
  readonly path: string
  /** With its question mark; '' where there is none. */
  readonly query: string
}

/** The parts of a URL that the settings have checked. */
export function addressOf(url: string): Address {
  const { origin, pathname, search } = new URL(url)
  return { origin, path: pathname.replace(/\/+$/, ''), query: search }
}
