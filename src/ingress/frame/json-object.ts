/** An object of a JSON value. */
export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What lies at a name in an object; undefined where it is none. */
export const memberOf = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)
