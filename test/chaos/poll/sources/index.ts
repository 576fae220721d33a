import type { PolledSource } from '../source.ts'
import { ecmSource } from './ecm.ts'
import { workflowSource } from './workflow.ts'

const sources: readonly PolledSource[] = [ecmSource, workflowSource]

/** The source of this name, or all. */
export function sourcesOf(name: string): readonly PolledSource[] {
  if (name === 'all') return sources
  const named = sources.filter(source => source.name === name)
  if (named.length > 0) return named
  throw new Error(`there is no source ${name}; there are ${sources.map(source => source.name).join(', ')}`)
}
