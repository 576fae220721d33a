/** A value that Extended ECM tells as JSON, as plain text: of a JSON string its text, else the JSON as it stands. */
export function textOf(json: string | null): string | null {
  if (json === null) return null
  const value = parsed(json)
  return typeof value === 'string' ? value : json
}

/** Whether two names mean the same, however people wrote them: case and outer spaces do not count. Null is no word. */
export const sameWord = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && a.trim().toLowerCase() === b.trim().toLowerCase()

/** Whether a name is one of those, however people wrote them. */
export const isAmong = (names: readonly string[], name: string | null): boolean =>
  names.some(one => sameWord(one, name))

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
