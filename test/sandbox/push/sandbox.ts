import { defineSandbox } from '../frame/sandbox.ts'
import { deadToken } from './faults/dead-token.ts'
import { settingsSchema } from './settings.ts'
import { pushWorld } from './world.ts'

/** A server that answers by our proposal for OpenText Push. */
export const pushSandbox = defineSandbox({
  name: 'push',
  summary: 'OpenText Push Notifications',
  credentials: 'key',
  maxBodyBytes: 1024 * 1024,
  settings: settingsSchema,
  faults: [deadToken],
  create: pushWorld,
})
