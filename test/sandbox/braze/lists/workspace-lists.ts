import type { Handled } from '../../frame/call.ts'
import type { JsonObject } from '../../json.ts'
import type { Braze } from '../braze.ts'
import { refused, shown } from '../route.ts'
import type { Request } from '../route.ts'
import type { Campaign, Canvas } from '../workspace-settings.ts'

const pageSize = 100
/** The settings say nothing of when things were made. */
const madeAt = '2024-01-01T00:00:00+00:00'

export function listCampaigns({ workspace }: Braze, request: Request): Handled {
  const page = pageOf([...workspace.campaigns.values()], request)
  return shown({
    campaigns: page.map(({ id, name, type, tags }) => {
      return { id, last_edited: madeAt, name, is_api_campaign: type !== 'scheduled', tags }
    }),
  })
}

export function listCanvases({ workspace }: Braze, request: Request): Handled {
  const page = pageOf([...workspace.canvases.values()], request)
  return shown({ canvases: page.map(({ id, name, tags }) => ({ id, last_edited: madeAt, name, tags })) })
}

export function listSegments({ workspace }: Braze, request: Request): Handled {
  const page = pageOf([...workspace.segments.values()], request)
  return shown({
    segments: page.map(({ id, name, tags }) => ({ id, name, analytics_tracking_enabled: true, tags })),
  })
}

export function campaignDetails({ workspace }: Braze, { call }: Request): Handled {
  const campaign = workspace.campaigns.get(call.query.get('campaign_id') ?? '')
  if (!campaign) return refused(400, 'campaign_id must be a string of the campaign api identifier')
  const { type, messages } = campaign
  return shown({
    ...detailsOf(campaign),
    schedule_type: type === 'scheduled' ? 'time_based' : 'api_triggered',
    channels: channelsOf(messages),
    messages,
    conversion_behaviors: [],
  })
}

export function canvasDetails({ workspace }: Braze, { call }: Request): Handled {
  const canvas = workspace.canvases.get(call.query.get('canvas_id') ?? '')
  if (!canvas) return refused(400, 'canvas_id must be a string of the Canvas api identifier')
  const { id } = canvas
  return shown({
    ...detailsOf(canvas),
    schedule_type: 'api_triggered',
    channels: [],
    variants: [{ name: 'Variation 1', id: `${id}-variation`, first_step_ids: [] }],
    steps: [],
  })
}

function channelsOf(messages: Campaign['messages']): unknown[] {
  return [...new Set(Object.values(messages).map(message => message['channel']))]
}

function detailsOf({ name, tags, paused, archived }: Campaign | Canvas): JsonObject {
  return {
    created_at: madeAt,
    updated_at: madeAt,
    archived,
    draft: false,
    enabled: !paused && !archived,
    has_post_launch_draft: false,
    name,
    description: '',
    first_sent: null,
    last_sent: null,
    tags,
    teams: [],
  }
}

/** Pages of 100, the first is 0; archived ones only when asked for; oldest first unless `sort_direction=desc`. */
function pageOf<T extends { readonly id: string }>(all: readonly T[], { call: { query } }: Request): T[] {
  const withArchived = query.get('include_archived') === 'true'
  const wanted = all.filter(one => withArchived || !('archived' in one) || one.archived !== true)
  if (query.get('sort_direction') === 'desc') wanted.reverse()
  const page = Math.max(0, Math.trunc(Number(query.get('page') ?? 0)) || 0)
  return wanted.slice(page * pageSize, (page + 1) * pageSize)
}
