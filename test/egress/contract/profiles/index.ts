import type { Profile } from '../profile.ts'
import { brazeProfile } from './braze.ts'
import { ecmProfile } from './ecm.ts'
import { httpProfile } from './http.ts'
import { pushProfile } from './push.ts'
import { workflowProfile } from './workflow.ts'
import { xconnectorProfile } from './xconnector.ts'

const profiles: readonly Profile[] = [
  brazeProfile,
  ecmProfile,
  httpProfile,
  pushProfile,
  workflowProfile,
  xconnectorProfile,
]

/** The profile of the sink with this name. */
export function profileOf(name: string): Profile {
  const found = profiles.find(({ sink }) => sink.name === name)
  if (!found) throw new Error(`no profile of ${name}`)
  return found
}
