import type { JsonObject } from '../../json.ts'
import { checkProperties, maxNestedBytes } from './properties.ts'
import { invalid, missing } from './rejection.ts'
import type { Rejection } from './rejection.ts'
import { parseTime } from './time.ts'

/** What is wrong with an event object, its identifier aside. */
export function checkEvent({ name, time, properties }: JsonObject): Rejection | undefined {
  if (name === undefined || name === null || name === '') return missing('name')
  if (typeof name !== 'string') return invalid('name')
  if (time === undefined || time === null || time === '') return missing('time')
  if (parseTime(time) === undefined) return invalid('time')
  return checkProperties(properties, maxNestedBytes.events)
}
