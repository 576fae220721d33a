import type { Notes } from './model-book.ts'

/** So many are told. */
const most = 12

/** What was expected and did not come, or came and was not expected. Calls to one subject of a destination must come in the same order. */
export function differences(expected: Notes, actual: Notes): string[] {
  const found: string[] = []
  for (const key of new Set([...expected.commands.keys(), ...actual.commands.keys()])) {
    const wanted = expected.commands.get(key) ?? []
    const came = actual.commands.get(key) ?? []
    const first = Array.from({ length: Math.max(wanted.length, came.length) }).findIndex(
      (_, n) => wanted[n] !== came[n],
    )
    if (first === -1) continue
    found.push(`${key}, call ${first + 1}:\n  expected ${wanted[first] ?? 'none'}\n  came     ${came[first] ?? 'none'}`)
  }
  for (const key of new Set([...expected.decisions.keys(), ...actual.decisions.keys()])) {
    const wanted = expected.decisions.get(key) ?? 0
    const came = actual.decisions.get(key) ?? 0
    if (wanted !== came) found.push(`${key}: decided ${came} times, expected ${wanted}`)
  }
  return found.length > most ? [...found.slice(0, most), `and ${found.length - most} more`] : found
}
