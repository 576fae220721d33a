import { endpoints } from './endpoints.ts'
import type { Route } from './route.ts'

const named = endpoints.filter(({ path }) => path.includes(':')).map(route => ({ route, parts: route.path.split('/') }))
const exact = new Map(endpoints.map(route => [`${route.method} ${route.path}`, route]))

/** The endpoint for a request, with the named parts of its path. */
export function findRoute(
  method: string,
  path: string,
): { route: Route; parameters: Readonly<Record<string, string>> } | undefined {
  const route = exact.get(`${method} ${path}`)
  if (route) return { route, parameters: {} }
  const given = path.split('/')
  for (const { route: candidate, parts } of named) {
    const parameters = candidate.method === method ? match(parts, given) : undefined
    if (parameters) return { route: candidate, parameters }
  }
  return undefined
}

function match(parts: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (parts.length !== given.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [at, part] of parts.entries()) {
    const value = given[at] ?? ''
    if (part.startsWith(':') && value !== '') parameters[part.slice(1)] = decode(value)
    else if (part !== value) return undefined
  }
  return parameters
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
