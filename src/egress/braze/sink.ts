import type { Sink } from '../../stream/define.ts'
import { brazeCommands } from '../../../topics/braze-commands.ts'
import { BrazeClient } from './client.ts'

/** Braze: custom events and attributes over POST /users/track. It neither dedupes nor can it be asked: a call whose answer is lost is made again. */
export const braze: Sink = {
  name: 'braze',
  commands: brazeCommands,
  open: (settings, clock) => new BrazeClient(settings, clock),
}
