import { customerEvents } from '../../../topics/customer-events.ts'
import type { Adapter } from '../../stream/define.ts'
import { receive } from './receive.ts'

/** Customer events from any system that can make an HTTP call: CloudEvents 1.0 to POST /ingress/http/events. */
export const httpEvents: Adapter = { name: 'http', topics: [customerEvents], receive }
