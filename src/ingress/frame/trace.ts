const parent = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/
const member = /^[a-z0-9][a-z0-9_*/@-]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,256}$/

/** The W3C trace headers that are well-formed; malformed ones are ignored, as the recommendation says. */
export function traceHeaders(traceparent: unknown, tracestate: unknown): Readonly<Record<string, string>> {
  if (typeof traceparent !== 'string' || !parent.test(traceparent)) return {}
  if (typeof tracestate !== 'string' || !isState(tracestate)) return { traceparent }
  return { traceparent, tracestate }
}

function isState(text: string): boolean {
  const members = text.split(',').map(part => part.trim())
  return text.length <= 512 && members.length <= 32 && members.every(part => member.test(part))
}
