import type { Server } from 'node:http'
import { brazeSandbox } from './braze/sandbox.ts'

/** A vendor a sandbox stands in for. `server` answers as that vendor does once it listens; it keeps all state in memory. */
export interface Destination {
  readonly name: string
  readonly summary: string
  server(key: string): Server
}

/** Every destination the sandbox program can play, by the name given on the command line. */
export const destinations: ReadonlyMap<string, Destination> = new Map(
  [{ name: 'braze', summary: 'the REST API of Braze', server: brazeSandbox }].map(entry => [entry.name, entry]),
)
