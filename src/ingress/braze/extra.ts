import type { Fault } from '../frame/fault.ts'
import { exactJson } from './exact-numbers.ts'

export type Extra =
  | { readonly ok: true; readonly fields: Record<string, string> }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** What nobody has read, each as JSON text under its name behind the prefix of its part; or what cannot be told as JSON. */
export function extraOf(parts: readonly (readonly [prefix: string, left: Iterable<[string, unknown]>])[]): Extra {
  const fields: Record<string, string> = {}
  const faults: Fault[] = []
  for (const [prefix, left] of parts)
    for (const [name, value] of left) {
      const text = exactJson(value)
      if (text === null) faults.push({ pointer: '', detail: `${prefix}${name} is nested too deeply` })
      // A record cannot have a field of that name.
      else fields[prefix === '' && name === '__proto__' ? 'field.__proto__' : prefix + name] = text
    }
  return faults.length === 0 ? { ok: true, fields } : { ok: false, faults }
}
