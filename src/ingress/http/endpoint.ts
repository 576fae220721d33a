import { customerEvents } from '../../../topics/customer-events.ts'
import { InvalidSettings, type Settings } from '../../config.ts'
import { bearer } from '../frame/bearer.ts'
import type { Endpoint, OpenEndpoint } from '../frame/endpoint.ts'
import type { Rejected } from '../frame/item.ts'
import { invalidEvents } from '../frame/problem.ts'
import { canonicalise } from './canonical.ts'
import { dataSchemas } from './data-schemas.ts'
import { eventKinds } from './events.ts'
import { eventOf, itemsOf } from './items.ts'
import { batch, modeOfRequest, noMode, structured } from './media-type.ts'
import { openApi } from './open-api.ts'

/** Customer events from any system that can make an HTTP call: CloudEvents 1.0 in structured, batched and binary mode. */
export const httpEvents: Endpoint = {
  source: 'http',
  path: '/ingress/http/events',
  topics: [customerEvents],
  open: settings => openHttp(settings, settings.httpSources ?? {}),
}

function openHttp(settings: Settings, sources: NonNullable<Settings['httpSources']>): OpenEndpoint {
  refuseUnknownTypes(sources)
  const allowed = new Map(Object.entries(sources).map(([name, { types }]) => [name, types && new Set(types)]))
  const ownerOf = bearer(ownersOf(settings, sources))
  return {
    limits: { maxBodyBytes: settings.httpMaxBodyBytes, maxItems: settings.httpMaxBatch, rate: settings.httpRate },
    admit: headers => {
      const owner = ownerOf(headers.authorization)
      if ('status' in owner) return owner
      if (modeOfRequest(headers) === null) return noMode(headers)
      return owner.sender
    },
    encodings: ['gzip'],
    emptyBody: 'refused',
    itemsOf: (body, headers, allValues) => {
      const mode = modeOfRequest(headers)
      return mode === null ? noMode(headers) : itemsOf(mode, body, allValues)
    },
    canonical: (item, arrival) => canonicalise(eventOf(item), arrival, allowed.get(arrival.sender ?? '')),
    answer: ({ accepted, rejected }) => ({
      status: 202,
      body: { accepted, ...(rejected.length === 0 ? {} : { rejected: rejected.map(rejectedItem) }) },
    }),
    noneUsable: invalidEvents,
    usualHeaders: text => ({ 'content-type': text.trimStart().startsWith('[') ? batch : structured }),
    openApi,
    schemas: dataSchemas,
  }
}

const rejectedItem = ({ index, id, faults }: Rejected) => ({ index, ...(id === null ? {} : { id }), errors: faults })

/** Everybody who has a token: the one of the settings counts as no sender in particular. */
function ownersOf(settings: Settings, sources: NonNullable<Settings['httpSources']>) {
  const named = Object.entries(sources).map(([name, { token, rate }]) => ({ token, sender: { name, rate } }))
  const token = tokenOf(settings)
  const twice = named.find(owner => owner.token === token)
  if (twice)
    throw new InvalidSettings([
      `SIGNALBOX_HTTP_SOURCES: ${twice.sender.name}.token: is that of SIGNALBOX_HTTP_TOKEN too`,
    ])
  return [{ token, sender: undefined }, ...named]
}

function tokenOf({ httpToken, environment }: Settings): string {
  if (httpToken !== undefined) return httpToken
  if (environment === 'development') return 'development-token'
  throw new InvalidSettings(['SIGNALBOX_HTTP_TOKEN: is needed in production'])
}

function refuseUnknownTypes(sources: NonNullable<Settings['httpSources']>): void {
  const problems = Object.entries(sources).flatMap(([name, { types = [] }]) =>
    types
      .filter(type => !eventKinds.has(type))
      .map(
        type =>
          `SIGNALBOX_HTTP_SOURCES: ${name}.types: there is no type ${type}; there are ${[...eventKinds.keys()].join(', ')}`,
      ),
  )
  if (problems.length > 0) throw new InvalidSettings(problems)
}
