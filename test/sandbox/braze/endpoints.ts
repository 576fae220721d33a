import { createCatalog, deleteCatalog, listCatalogs } from './catalogs/catalogs.ts'
import { changeItem, changeItems, listItems, showItem } from './catalogs/items.ts'
import {
  contentBlockInfo,
  createContentBlock,
  listContentBlocks,
  updateContentBlock,
} from './documents/content-blocks.ts'
import { createTemplate, listTemplates, templateInfo, updateTemplate } from './documents/email-templates.ts'
import { hardBounces, removeEmails, setEmailStatus, unsubscribes } from './emails/email-endpoints.ts'
import { campaignDetails, canvasDetails, listCampaigns, listCanvases, listSegments } from './lists/workspace-lists.ts'
import { createSendId } from './messaging/send-ids.ts'
import { sendMessage } from './messaging/send-message.ts'
import { sendTransactional } from './messaging/transactional.ts'
import { sendPools, triggerCampaign, triggerCanvas } from './messaging/trigger.ts'
import type { Method, Route } from './route.ts'
import type { Pool } from './settings.ts'
import { getStatus, getUserStatus } from './subscriptions/get-status.ts'
import { setStatus, setStatuses } from './subscriptions/set-status.ts'
import { newAliases, updateAliases } from './users/aliases.ts'
import { deleteUsers } from './users/delete.ts'
import { exportIds } from './users/export-ids.ts'
import { removeExternalIds, renameExternalIds } from './users/external-ids.ts'
import { identify } from './users/identify.ts'
import { merge } from './users/merge.ts'
import { track, trackBulk, trackSync } from './users/track.ts'

/** An endpoint whose permission is its path with dots, as Braze names nearly all of them. */
function at(
  method: Method,
  path: string,
  handle: Route['handle'],
  pools: Route['pools'] = ['shared'],
  permission: string = path.slice(1).replaceAll('/', '.'),
): Route {
  return { method, path, permission, pools, handle }
}

const users: readonly Pool[] = ['users']
const shared: readonly Pool[] = ['shared']
const catalogs: readonly Pool[] = ['catalogs']
const bulkItems: readonly Pool[] = ['catalog items bulk']
const oneItem: readonly Pool[] = ['catalog item']

/** Every endpoint the sandbox answers, with the limits it draws on and the permission it needs. */
export const endpoints: readonly Route[] = [
  at('POST', '/users/track', track, ['/users/track', '/users/track hourly']),
  at('POST', '/users/track/bulk', trackBulk, ['/users/track/bulk']),
  at('POST', '/users/track/sync', trackSync, ['/users/track/sync']),
  at('POST', '/users/identify', identify, users),
  at('POST', '/users/merge', merge, users),
  at('POST', '/users/alias/new', newAliases, users),
  at('POST', '/users/alias/update', updateAliases, users),
  at('POST', '/users/delete', deleteUsers, users),
  at('POST', '/users/external_ids/rename', renameExternalIds, ['/users/external_ids/rename']),
  at('POST', '/users/external_ids/remove', removeExternalIds, ['/users/external_ids/remove']),
  at('POST', '/users/export/ids', exportIds, ['/users/export/ids']),
  at('POST', '/campaigns/trigger/send', triggerCampaign, sendPools),
  at('POST', '/canvas/trigger/send', triggerCanvas, sendPools),
  at('POST', '/messages/send', sendMessage, sendPools),
  // Never a 429: what is over the limit is sent later than promised.
  at('POST', '/transactional/v1/campaigns/:campaign_id/send', sendTransactional, [], 'transactional.send'),
  at('POST', '/sends/id/create', createSendId, ['/sends/id/create']),
  at('GET', '/campaigns/list', listCampaigns),
  at('GET', '/campaigns/details', campaignDetails),
  at('GET', '/canvas/list', listCanvases),
  at('GET', '/canvas/details', canvasDetails),
  at('GET', '/segments/list', listSegments),
  at('POST', '/subscription/status/set', setStatus, ['/subscription/status/set']),
  at('POST', '/v2/subscription/status/set', setStatuses, ['/subscription/status/set'], 'subscription.status.set'),
  at('GET', '/subscription/status/get', getStatus),
  at('GET', '/subscription/user/status', getUserStatus, shared, 'subscription.groups.get'),
  at('POST', '/email/status', setEmailStatus),
  at('GET', '/email/unsubscribes', unsubscribes),
  at('GET', '/email/hard_bounces', hardBounces),
  at('POST', '/email/bounce/remove', removeEmails),
  at('POST', '/email/spam/remove', removeEmails),
  at('POST', '/email/blocklist', removeEmails),
  at('POST', '/email/blacklist', removeEmails, shared, 'email.blocklist'),
  at('GET', '/content_blocks/list', listContentBlocks),
  at('GET', '/content_blocks/info', contentBlockInfo),
  at('POST', '/content_blocks/create', createContentBlock),
  at('POST', '/content_blocks/update', updateContentBlock),
  at('GET', '/templates/email/list', listTemplates),
  at('GET', '/templates/email/info', templateInfo),
  at('POST', '/templates/email/create', createTemplate),
  at('POST', '/templates/email/update', updateTemplate),
  at('GET', '/catalogs', listCatalogs, catalogs, 'catalogs.get'),
  at('POST', '/catalogs', createCatalog, catalogs, 'catalogs.create'),
  at('DELETE', '/catalogs/:name', deleteCatalog, catalogs, 'catalogs.delete'),
  at('GET', '/catalogs/:name/items', listItems, oneItem, 'catalogs.get_items'),
  at('POST', '/catalogs/:name/items', changeItems('create'), bulkItems, 'catalogs.add_items'),
  at('PATCH', '/catalogs/:name/items', changeItems('edit'), bulkItems, 'catalogs.update_items'),
  at('PUT', '/catalogs/:name/items', changeItems('replace'), bulkItems, 'catalogs.replace_items'),
  at('DELETE', '/catalogs/:name/items', changeItems('delete'), bulkItems, 'catalogs.delete_items'),
  at('GET', '/catalogs/:name/items/:id', showItem, oneItem, 'catalogs.get_item'),
  at('POST', '/catalogs/:name/items/:id', changeItem('create'), oneItem, 'catalogs.create_item'),
  at('PATCH', '/catalogs/:name/items/:id', changeItem('edit'), oneItem, 'catalogs.update_item'),
  at('PUT', '/catalogs/:name/items/:id', changeItem('replace'), oneItem, 'catalogs.replace_item'),
  at('DELETE', '/catalogs/:name/items/:id', changeItem('delete'), oneItem, 'catalogs.delete_item'),
]
