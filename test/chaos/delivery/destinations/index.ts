import type { Destination, DestinationOptions } from '../destination.ts'
import { brazeDestination } from './braze.ts'
import { ecmDestination } from './ecm.ts'
import { httpDestination, type HttpWay } from './http.ts'
import { pushDestination } from './push.ts'
import { workflowDestination } from './workflow.ts'
import { xconnectorDestination } from './xconnector.ts'

const ways: readonly HttpWay[] = ['resend', 'atLeastOnce', 'atMostOnce']

const makers: Readonly<Record<string, (options: DestinationOptions, way: string | undefined) => Destination[]>> = {
  http: (options, way) =>
    ways.filter(each => way === undefined || way === each).map(each => httpDestination(options, each)),
  push: options => [pushDestination(options)],
  xconnector: options => [xconnectorDestination(options)],
  workflow: options => [workflowDestination(options)],
  ecm: options => [ecmDestination(options)],
  braze: options => [brazeDestination(options)],
}

export const destinationNames = [...Object.keys(makers), 'all']

/** The destination of that name, or all of them. A way chooses among the HTTP endpoints. */
export function destinationsOf(name: string, way: string | undefined, options: DestinationOptions): Destination[] {
  const found = Object.entries(makers).filter(([known]) => name === 'all' || name === known)
  const destinations = found.flatMap(([, make]) => make(options, way))
  if (destinations.length === 0) throw new Error(`no destination ${name} ${way ?? ''}: ${destinationNames.join(', ')}`)
  return destinations
}
