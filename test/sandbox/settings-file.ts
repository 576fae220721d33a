import { readFileSync } from 'node:fs'
import { isJsonObject, parseJson } from './json.ts'
import type { JsonObject } from './json.ts'

/** The settings in a file; none without one. Throws an Error whose message says what is wrong with the file. */
export function readSettingsFile(file: string | undefined): JsonObject {
  if (file === undefined) return {}
  const settings = parseJson(readFileSync(file, 'utf8'))
  if (!isJsonObject(settings)) throw new Error(`${file} is not a JSON object`)
  return settings
}
