import { defineSandbox } from '../frame/sandbox.ts'
import { workflowFaults } from './faults/index.ts'
import { settingsSchema } from './settings.ts'
import { workflowWorld } from './world.ts'

/** A server that answers as OpenText Workflow Service does. */
export const workflowSandbox = defineSandbox({
  name: 'workflow',
  summary: 'OpenText Workflow Service',
  credentials: 'client',
  maxBodyBytes: 4 * 1024 * 1024,
  settings: settingsSchema,
  faults: workflowFaults,
  create: workflowWorld,
})
