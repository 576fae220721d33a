import { endpoints, httpUrl, is, isSecret, number, secret, text, webhookSecret } from './setting-types.ts'

/** Where the destinations are, one group each: a destination that no setting names is not delivered to, and its commands wait. */
export const destinationSettings = {
  deliveryTimeoutMs: number(100, 300_000, 10_000).meta(
    is(
      'SIGNALBOX_DELIVERY_TIMEOUT_MS',
      'A call to a destination that takes longer is given up: what it did is in doubt.',
    ),
  ),
  deliveryRetryHours: number(1, 720, 24).meta(
    is(
      'SIGNALBOX_DELIVERY_RETRY_HOURS',
      'A command that its destination keeps failing on is tried for so long (and ten times at least) before it goes to the dead letters. Outages of the destination do not count.',
    ),
  ),

  brazeUrl: httpUrl
    .optional()
    .meta(
      is(
        'SIGNALBOX_BRAZE_URL',
        'Braze’s REST endpoint, such as https://rest.fra-01.braze.eu. Without it, development runs a sandbox.',
      ),
    ),
  brazeKey: text
    .optional()
    .meta(
      isSecret(
        'SIGNALBOX_BRAZE_KEY',
        'Braze’s REST API key with the permissions of what is used: users.track, users.export.ids, campaigns.trigger.send and so on.',
      ),
    ),
  brazeBatch: number(1, 225, 75).meta(
    is('SIGNALBOX_BRAZE_BATCH', 'Objects per call of /users/track; current contracts allow 75 in total.'),
  ),
  brazeSettleMs: number(0, 600_000, 60_000).meta(
    is(
      'SIGNALBOX_BRAZE_SETTLE_MS',
      'What Braze has accepted shows in its export after so long at the latest: a call in doubt is asked about then.',
    ),
  ),

  ecmUrl: httpUrl
    .optional()
    .meta(
      is('SIGNALBOX_ECM_URL', 'Content Server up to and with its CGI path, such as https://host/otcs/cs (no /api).'),
    ),
  ecmUser: text.optional().meta(is('SIGNALBOX_ECM_USER', 'The user whose ticket is used at Content Server.')),
  ecmPassword: secret.optional().meta(isSecret('SIGNALBOX_ECM_PASSWORD', 'The password of that user.')),
  ecmConcurrency: number(1, 64, 8).meta(
    is('SIGNALBOX_ECM_CONCURRENCY', 'Calls to Content Server at once. It publishes no limits and slows down.'),
  ),

  workflowUrl: httpUrl
    .optional()
    .meta(is('SIGNALBOX_WORKFLOW_URL', 'OpenText’s API host, such as https://eu.api.opentext.com.')),
  workflowTenant: text.optional().meta(is('SIGNALBOX_WORKFLOW_TENANT', 'The tenant whose token endpoint is asked.')),
  workflowClient: text.optional().meta(is('SIGNALBOX_WORKFLOW_CLIENT', 'The client of the client credentials grant.')),
  workflowSecret: secret.optional().meta(isSecret('SIGNALBOX_WORKFLOW_SECRET', 'The secret of that client.')),

  pushUrl: httpUrl.optional().meta(is('SIGNALBOX_PUSH_URL', 'The push gateway’s base URL.')),
  pushApp: text.optional().meta(is('SIGNALBOX_PUSH_APP', 'The app whose users get the pushes.')),
  pushKey: secret.optional().meta(isSecret('SIGNALBOX_PUSH_KEY', 'The app’s key at the gateway (otagAppKey).')),

  xconnectorUrl: httpUrl
    .optional()
    .meta(is('SIGNALBOX_XCONNECTOR_URL', 'xConnector’s base URL; events go to /events.')),
  xconnectorSecret: webhookSecret
    .optional()
    .meta(isSecret('SIGNALBOX_XCONNECTOR_SECRET', 'What requests to it are signed with: whsec_ and base64.')),

  httpEndpoints: endpoints
    .optional()
    .meta(
      isSecret(
        'SIGNALBOX_HTTP_ENDPOINTS',
        'A JSON file with the HTTP endpoints that get signed batches: by name, url, secret, inDoubt (resend, atLeastOnce or atMostOnce), most, mostBytes, calls and windowMs.',
      ),
    ),
}
