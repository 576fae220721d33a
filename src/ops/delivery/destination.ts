import type { Sink } from '../../stream/define.ts'
import type { Topology } from '../../stream/index.ts'
import { Refused } from '../refused.ts'

/** The destination of this name. Throws Refused, naming those that there are. */
export function destinationOf({ sinks }: Pick<Topology, 'sinks'>, name: string): Sink {
  const sink = sinks.find(one => one.name === name)
  if (sink) return sink
  throw new Refused(`there is no destination ${name}; there are ${sinks.map(one => one.name).join(', ')}`)
}

/** One destination where it is named, else all of them. */
export const destinationsOf = (topology: Pick<Topology, 'sinks'>, name: string | undefined): readonly Sink[] =>
  name === undefined ? topology.sinks : [destinationOf(topology, name)]
