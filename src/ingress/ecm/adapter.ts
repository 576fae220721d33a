import { ecmEvents, ecmPoll, ecmPollState } from '../../../topics/ecm-events.ts'
import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { Poller } from '../../stream/define.ts'
import { ContentServer } from '../../systems/ecm/content-server.ts'
import { EcmPoll } from './poll.ts'

/** Business workspaces of OpenText Extended ECM, their documents and categories: no webhook exists, so it is asked. */
export const ecmWorkspaces: Poller = {
  name: 'ecm',
  orders: ecmPoll,
  state: ecmPollState,
  topics: [ecmEvents],
  isNamed: ({ ecmUrl }) => ecmUrl !== undefined,
  open,
}

function open(settings: Settings, clock: Clock): EcmPoll {
  const { ecmUrl: url, ecmUser: user, ecmPassword: password, deliveryTimeoutMs: timeoutMs } = settings
  if (url === undefined || user === undefined || password === undefined)
    throw new Error('SIGNALBOX_ECM_URL, SIGNALBOX_ECM_USER and SIGNALBOX_ECM_PASSWORD are needed to poll ECM')
  const server = new ContentServer(
    { ...{ url, user, password, timeoutMs }, connections: 6, uploadTimeoutMs: timeoutMs },
    clock,
  )
  return new EcmPoll(
    {
      ...{ source: url, types: settings.ecmWorkspaceTypes, statuses: settings.ecmStatusAttributes },
      ...{ baseline: settings.ecmBaseline, zone: settings.ecmZone, everyMs: settings.ecmPollMs },
      ...{ perSecond: settings.ecmPollRate, page: settings.ecmPollPage, overlapMs: settings.ecmOverlapMs },
      ...{ settleMs: settings.ecmSettleMs, reconcileHours: settings.ecmReconcileHours },
    },
    server,
  )
}
