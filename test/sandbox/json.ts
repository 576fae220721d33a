/** A JSON object whose fields nobody has checked yet. */
export type JsonObject = Record<string, unknown>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Array.isArray that yields unknown elements instead of any. */
export function isArray(value: unknown): value is unknown[] {
  return Array.isArray(value)
}

/** The parsed text, or undefined (which no JSON text yields) when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
