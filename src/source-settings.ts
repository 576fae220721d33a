import { z } from 'zod'
import { is, isSecret, names, number, timeZone, senders, sharedSecrets, text, webhookSecrets } from './setting-types.ts'

/** What the sources are told from, one group each: how they prove who they are, and how much each may send. */
export const sourceSettings = {
  httpSources: senders
    .optional()
    .meta(
      isSecret(
        'SIGNALBOX_HTTP_SOURCES',
        'A JSON file with the systems that send to POST /ingress/http/events, beside whoever has SIGNALBOX_HTTP_TOKEN: by name, token, rate (events per second) and types (those it may send; all where it is left out).',
      ),
    ),
  httpMaxConnections: number(1, 1_000_000, 2_000).meta(
    is('SIGNALBOX_HTTP_MAX_CONNECTIONS', 'Connections that the HTTP server holds at once; more are closed unanswered.'),
  ),
  ingressMaxRequests: number(1, 100_000, 500).meta(
    is(
      'SIGNALBOX_INGRESS_MAX_REQUESTS',
      'Requests whose events wait for Kafka at once, of all sources; more are answered 503.',
    ),
  ),
  ingressMaxBytes: number(1_048_576, 10_000_000_000, 134_217_728).meta(
    is(
      'SIGNALBOX_INGRESS_MAX_BYTES',
      'Bytes of request bodies that are held at once, of all sources; a request beyond that is answered 503.',
    ),
  ),

  pushWebhookSecrets: webhookSecrets
    .optional()
    .meta(
      isSecret(
        'SIGNALBOX_PUSH_WEBHOOK_SECRETS',
        'What the push gateway signs its requests to POST /ingress/push with: whsec_ and base64, several separated by commas while one is changed for another. Without it, production has no such route; development takes whsec_ZGV2ZWxvcG1lbnQtcHVzaC1zZWNyZXQ=.',
      ),
    ),
  pushWebhookRate: number(1, 10_000_000, 20_000).meta(
    is('SIGNALBOX_PUSH_WEBHOOK_RATE', 'Events per second that POST /ingress/push accepts before it answers 429.'),
  ),
  xconnectorWebhookSecrets: webhookSecrets
    .optional()
    .meta(
      isSecret(
        'SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS',
        'What xConnector signs its requests to POST /ingress/xconnector with, in the same form. Without it, production has no such route; development takes whsec_ZGV2ZWxvcG1lbnQteGNvbm5lY3Rvci1zZWNyZXQ=.',
      ),
    ),
  xconnectorWebhookRate: number(1, 10_000_000, 20_000).meta(
    is(
      'SIGNALBOX_XCONNECTOR_WEBHOOK_RATE',
      'Events per second that POST /ingress/xconnector accepts before it answers 429.',
    ),
  ),
  webhookWindowMs: number(1_000, 86_400_000, 300_000).meta(
    is(
      'SIGNALBOX_WEBHOOK_WINDOW_MS',
      'The time that a signed request names may be so far from the time here, in either direction; beyond it is refused as a replay.',
    ),
  ),
  webhookMaxBodyBytes: number(1_024, 100_000_000, 1_048_576).meta(
    is('SIGNALBOX_WEBHOOK_MAX_BODY_BYTES', 'The largest body of a signed request, in bytes.'),
  ),
  webhookMaxBatch: number(1, 100_000, 1_000).meta(
    is('SIGNALBOX_WEBHOOK_MAX_BATCH', 'The largest number of events in one signed request.'),
  ),

  brazeCurrentsToken: text
    .min(16, 'must have at least 16 characters')
    .optional()
    .meta(
      isSecret(
        'SIGNALBOX_BRAZE_CURRENTS_TOKEN',
        'The bearer token of the Currents connector that sends to POST /ingress/braze/currents. Without it, production has no such route; development takes "development-token".',
      ),
    ),
  brazeCurrentsRate: number(1, 10_000_000, 20_000).meta(
    is(
      'SIGNALBOX_BRAZE_CURRENTS_RATE',
      'Events per second that POST /ingress/braze/currents accepts before it answers 429.',
    ),
  ),
  brazeWebhookSecrets: sharedSecrets
    .optional()
    .meta(
      isSecret(
        'SIGNALBOX_BRAZE_WEBHOOK_SECRET',
        'What webhooks of Braze send to POST /ingress/braze/webhooks in the header X-Signalbox-Secret; several separated by commas while one is changed for another, because Braze does not repeat what was refused. Without it, production has no such route; development takes "development-secret".',
      ),
    ),
  brazeWebhookRate: number(1, 10_000_000, 20_000).meta(
    is(
      'SIGNALBOX_BRAZE_WEBHOOK_RATE',
      'Requests per second that POST /ingress/braze/webhooks accepts before it answers 429.',
    ),
  ),

  ecmWorkspaceTypes: names.meta(
    is(
      'SIGNALBOX_ECM_WORKSPACE_TYPES',
      'The types of business workspaces that are polled, by name, separated by commas. Without it, all that the user sees.',
    ),
  ),
  ecmStatusAttributes: names
    .default(['Status'])
    .meta(
      is(
        'SIGNALBOX_ECM_STATUS_ATTRIBUTES',
        'Attributes that say a status, separated by commas: an attribute’s name, or a category’s and an attribute’s as Case.Status.',
      ),
    ),
  ecmBaseline: z
    .enum(['now', 'all'])
    .default('now')
    .meta(
      is(
        'SIGNALBOX_ECM_BASELINE',
        'What the first round tells. now: nothing; what is there is remembered, and changes are told from then on. all: every workspace, document and attribute as new.',
      ),
    ),
  ecmZone: timeZone.meta(
    is(
      'SIGNALBOX_ECM_ZONE',
      'The time zone of Content Server’s dates where they name none, such as Europe/Berlin: depends on how the server is set.',
    ),
  ),
  ecmPollMs: number(100, 86_400_000, 30_000).meta(
    is('SIGNALBOX_ECM_POLL_MS', 'From the beginning of one round of the ECM poller to that of the next.'),
  ),
  ecmPollRate: number(1, 10_000, 20).meta(
    is('SIGNALBOX_ECM_POLL_RATE', 'Requests per second that the ECM poller makes at most.'),
  ),
  ecmPollPage: number(1, 500, 100).meta(
    is('SIGNALBOX_ECM_POLL_PAGE', 'Items that the ECM poller asks for with one request.'),
  ),
  ecmOverlapMs: number(0, 86_400_000, 600_000).meta(
    is(
      'SIGNALBOX_ECM_OVERLAP_MS',
      'Each round reads so far back behind the beginning of the last: more than the server’s clock may ever be set back, and its nodes’ clocks may differ. SIGNALBOX_ECM_SETTLE_MS at least.',
    ),
  ),
  ecmSettleMs: number(1_000, 600_000, 10_000).meta(
    is(
      'SIGNALBOX_ECM_SETTLE_MS',
      'What was modified less than this before it was read is read once more: times are whole seconds, and the clocks of a cluster differ.',
    ),
  ),
  ecmReconcileHours: number(1, 720, 24).meta(
    is(
      'SIGNALBOX_ECM_RECONCILE_HOURS',
      'How often everything is listed and compared with what is known: only that shows what was deleted.',
    ),
  ),

  workflowBaseline: z
    .enum(['now', 'all'])
    .default('now')
    .meta(
      is(
        'SIGNALBOX_WORKFLOW_BASELINE',
        'What the first round tells. now: nothing; what is there is remembered, and changes are told from then on. all: every open task, running case and failed job as new.',
      ),
    ),
  workflowPollMs: number(100, 86_400_000, 5_000).meta(
    is('SIGNALBOX_WORKFLOW_POLL_MS', 'From the beginning of one round of the workflow poller to that of the next.'),
  ),
  workflowPollRate: number(1, 10_000, 20).meta(
    is('SIGNALBOX_WORKFLOW_POLL_RATE', 'Requests per second that the workflow poller makes at most.'),
  ),
  workflowPollPage: number(10, 1_000, 200).meta(
    is('SIGNALBOX_WORKFLOW_POLL_PAGE', 'Items that the workflow poller asks for with one request.'),
  ),
  workflowReconcileMs: number(100, 86_400_000, 30_000).meta(
    is(
      'SIGNALBOX_WORKFLOW_RECONCILE_MS',
      'How often all open tasks and running cases are read again, and not only new ones: that shows who has a task now, when it is due, and what was deleted.',
    ),
  ),
  workflowOverlapMs: number(1_000, 86_400_000, 900_000).meta(
    is(
      'SIGNALBOX_WORKFLOW_OVERLAP_MS',
      'With all that is open the history is read so far back behind the last time: more than the history may be late, the clocks of the service’s nodes may differ, and its clock may ever be set back.',
    ),
  ),
  workflowSettleMs: number(0, 86_400_000, 60_000).meta(
    is(
      'SIGNALBOX_WORKFLOW_SETTLE_MS',
      'A task or case that is neither open nor in the history for so long has been deleted: more than the history may be late.',
    ),
  ),
}
