import type { Source } from '../source.ts'
import { brazeCurrents } from './braze-currents.ts'
import { http } from './http.ts'
import { push } from './push.ts'
import { xconnector } from './xconnector.ts'

const sources: readonly Source[] = [http, brazeCurrents, push, xconnector]

/** A source by its name, or all of them. */
export function sourcesOf(name: string): readonly Source[] {
  const found = name === 'all' ? sources : sources.filter(source => source.name === name)
  if (found.length > 0) return found
  throw new Error(`there is no source ${name}; there are ${sources.map(source => source.name).join(', ')} and all`)
}
