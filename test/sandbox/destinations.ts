import { brazeSandbox } from './braze/sandbox.ts'
import { ecmSandbox } from './ecm/sandbox.ts'
import { httpSandbox } from './http/sandbox.ts'
import type { Destination } from './frame/sandbox.ts'
import { pushSandbox } from './push/sandbox.ts'
import { workflowSandbox } from './workflow/sandbox.ts'
import { xconnectorSandbox } from './xconnector/sandbox.ts'

/** Every destination the sandbox program can play, by the name given on the command line. */
export const destinations: ReadonlyMap<string, Destination> = new Map(
  [brazeSandbox, ecmSandbox, httpSandbox, pushSandbox, workflowSandbox, xconnectorSandbox].map(entry => [
    entry.name,
    entry,
  ]),
)
