/** Failures of the way there: no byte of a request has been sent when one of these is the cause. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** True only where it is certain that the destination has seen nothing of the request. */
export const neverSent = (error: unknown): boolean => codesOf(error).some(code => beforeSending.has(code))

/** A word for why there is no answer, and the system's code. Never the error's message. */
export function wordOfFailure(error: unknown): string {
  const [code] = codesOf(error)
  if (neverSent(error)) return `unreachable: ${codesOf(error).find(known => beforeSending.has(known)) ?? ''}`
  if (/TIMEOUT/.test(code ?? '')) return `timed_out: ${code ?? ''}`
  return `cut_off: ${code ?? 'no code'}`
}

/** The codes of an error, of its causes, and of the errors that it gathers (one per address that was tried). */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const gathered = error instanceof AggregateError ? error.errors.flatMap(codesOf) : []
  return [...own, ...gathered, ...codesOf(error.cause)]
}
