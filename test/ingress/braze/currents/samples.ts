/**
 * One event of every kind that Braze documents, in the shape of its custom HTTP connector: the fields of each kind are those of the public samples (Appboy/currents-examples),
 * the ids, times and values are ours.
 */

const message =
  'campaign_id campaign_name message_variation_id message_variation_name canvas_id canvas_name canvas_variation_id canvas_variation_name canvas_step_id canvas_step_name'
const sent = `app_group_id ${message} send_id`
const ad = 'ad_id ad_id_type ad_tracking_enabled'
const device = 'platform os_version device_model'
const app = `app_id ${ad} ${device}`
const email = `${sent} dispatch_id email_address ip_pool`
const esp = 'esp from_domain'
const reader = 'browser device_class device_model device_os is_amp mailbox_provider user_agent'
const bot = 'is_suspected_bot_click suspected_bot_click_reason'
const abort = 'abort_type abort_log'
const retry = 'retry_type retry_log'
const phone = `${sent} subscription_group_id to_phone_number`
const banner = `app_group_id ${message} ${app} banner_placement_id browser canvas_step_message_variation_api_id`
const profile = 'carrier country gender language resolution sdk_version'
const line = `app_group_id campaign_id campaign_name canvas_id canvas_step_id canvas_step_name canvas_variation_id dispatch_id line_channel_id line_channel_name message_variation_id native_line_id send_id subscription_group_id`
const whatsapp = `${phone} bsuid dispatch_id flow_id from_phone_number message_id template_name`
const page = 'app_group_id landing_page_api_id landing_page_name'
const canvas =
  'app_group_id canvas_id canvas_name canvas_step_id canvas_step_name canvas_variation_id canvas_variation_name'
const destination = `${canvas} canvas_step_type destination_api_id destination_name destination_type`
const split =
  'canvas_id canvas_name canvas_step_id canvas_step_name canvas_variation_id canvas_variation_name experiment_split_id experiment_split_name experiment_step_id'
const activity = 'activity_attributes_type activity_id live_activity_event_type push_to_start_token update_token'
const oldCard = `app_group_id app_id card_id ${device}`

/** u: user_id, e: external_user_id, d: device_id, t: timezone. */
type User = 'uedt' | 'uet' | 'ued' | 'ue' | 'u' | 'e' | ''

/** Fields of each kind: of the user, then the properties. */
export const kinds: Readonly<Record<string, readonly [user: User, properties: string]>> = {
  'agentconsole.AgentExecuted': [
    'ue',
    'agent_id agent_name cache_hit cache_tokens canvas_id canvas_name canvas_step_id canvas_step_name canvas_variation_id canvas_variation_name completion_tokens duration error input invocation_id invocation_source is_error llm_owned_by_customer model_name model_provider output prompt_tokens provider_request_id reasoning_tokens request_id thinking_level total_tokens',
  ],
  'agentconsole.ToolInvocation': [
    '',
    'agent_id agent_name duration invocation_source is_error request_id tool_arguments tool_call_id tool_name',
  ],
  'contentoptimizer.ComponentStore': [
    'e',
    'app_group_id combination_token content content_optimizer_step_id is_active',
  ],
  'users.RandomBucketNumberUpdate': ['ue', 'app_group_id random_bucket_number prev_random_bucket_number'],
  'users.UserDeleteRequest': ['u', 'app_group_id'],
  'users.UserOrphan': ['ued', 'app_group_id app_id orphaned_by_id'],
  'users.behaviors.CustomEvent': ['uedt', `app_group_id ${app} name custom_properties`],
  'users.behaviors.InstallAttribution': ['ued', 'app_group_id source'],
  'users.behaviors.Location': ['ued', `app_group_id ${app} latitude longitude altitude ll_accuracy alt_accuracy`],
  'users.behaviors.Purchase': ['ued', `app_group_id ${app} product_id price currency purchase_properties`],
  'users.behaviors.Uninstall': ['ued', 'app_group_id app_id'],
  'users.behaviors.UpgradedApp': ['ued', `app_group_id app_id ${device}`],
  'users.behaviors.app.FirstSession': ['uedt', `app_id session_id ${device}`],
  'users.behaviors.app.NewsFeedImpression': ['uedt', `app_group_id app_id ${device}`],
  'users.behaviors.app.SessionEnd': ['ued', `app_id session_id ${device} duration`],
  'users.behaviors.app.SessionStart': ['ued', `app_id session_id ${device}`],
  'users.behaviors.liveactivity.PushToStartTokenChange': [
    'ued',
    'activity_attributes_type ios_push_token_apns_gateway push_to_start_token push_token_state_change_type',
  ],
  'users.behaviors.liveactivity.UpdateTokenChange': [
    'ued',
    'activity_id ios_push_token_apns_gateway push_token_state_change_type update_token',
  ],
  'users.behaviors.pushnotification.TokenStateChange': [
    'ue',
    'app_group_id app_id ios_push_token_apns_gateway platform push_token push_token_created_at push_token_device_id push_token_foreground_push_disabled push_token_provisionally_opted_in push_token_state_change_type push_token_updated_at web_push_token_public_key web_push_token_user_auth web_push_token_vapid_public_key',
  ],
  'users.behaviors.subscription.GlobalStateChange': [
    'uet',
    `app_id ${message} send_id subscription_status channel email_address state_change_source`,
  ],
  'users.behaviors.subscriptiongroup.StateChange': [
    'uedt',
    `${sent} app_id dispatch_id channel channel_identifier email_address phone_number state_change_source subscription_group_id subscription_status`,
  ],
  'users.campaigns.Abort': [
    'uedt',
    `app_group_id campaign_id campaign_name message_variation_id message_variation_name send_id dispatch_id ${abort}`,
  ],
  'users.campaigns.Conversion': [
    'uedt',
    'app_group_id app_id campaign_id campaign_name message_variation_id message_variation_name send_id dispatch_id conversion_behavior conversion_behavior_index',
  ],
  'users.campaigns.EnrollInControl': [
    'uedt',
    'app_group_id app_id campaign_id campaign_name message_variation_id message_variation_name send_id dispatch_id',
  ],
  'users.campaigns.UniqueReceipt': [
    'uedt',
    'app_group_id app_id campaign_id campaign_name message_variation_id message_variation_name send_id dispatch_id country gender language',
  ],
  'users.canvas.Abort': ['uedt', `${canvas} canvas_step_message_variation_id ${abort}`],
  'users.canvas.Conversion': ['uedt', `${canvas} app_id conversion_behavior conversion_behavior_index`],
  'users.canvas.Entry': ['uedt', `${canvas} in_control_group`],
  'users.canvas.costep.Conversion': ['ue', 'app_group_id channel combination_token conversion_type dispatch_id'],
  'users.canvas.costep.Send': [
    'ue',
    'app_group_id canvas_variation_id channel combination_token content_optimizer_step_id dispatch_id',
  ],
  'users.canvas.exit.MatchedAudience': ['ue', canvas],
  'users.canvas.exit.PerformedEvent': ['ue', canvas],
  'users.canvas.experimentstep.Conversion': ['ue', `${split} app_id conversion_behavior conversion_behavior_index`],
  'users.canvas.experimentstep.SplitEntry': ['ue', `${split} in_control_group`],
  'users.canvas.sendtodestination.NotSent': ['ue', `${destination} reason`],
  'users.canvas.sendtodestination.Sent': ['ue', `${destination} destination_variant_type destination_variation_name`],
  'users.canvasstep.Progression': [
    'ued',
    `${canvas} canvas_entry_id exit_reason is_canvas_entry next_step_id progression_type`,
  ],
  'users.messages.banner.Abort': ['uedt', `${banner} ${abort}`],
  'users.messages.banner.Click': ['uedt', `${banner} button_id`],
  'users.messages.banner.Dismiss': ['uedt', `${banner} button_id is_unique ${profile}`],
  'users.messages.banner.Impression': ['uedt', `${banner} is_unique`],
  'users.messages.contentcard.Abort': ['uedt', `${sent} dispatch_id ${abort}`],
  'users.messages.contentcard.Click': ['uedt', `${sent} ${app} content_card_id dispatch_id`],
  'users.messages.contentcard.Dismiss': ['uedt', `${sent} ${app} content_card_id dispatch_id`],
  'users.messages.contentcard.Impression': ['uedt', `${sent} ${app} content_card_id dispatch_id is_unique`],
  'users.messages.contentcard.Send': ['uedt', `${sent} content_card_id dispatch_id message_extras`],
  'users.messages.email.Abort': ['uedt', `${email} ${abort}`],
  'users.messages.email.Bounce': ['uedt', `${email} ${esp} bounce_reason is_drop sending_ip`],
  'users.messages.email.Click': ['uedt', `${email} ${esp} ${reader} ${bot} link_alias link_id url`],
  'users.messages.email.Deferral': ['uet', `${email} ${esp} attempt_count deferral_reason recipient_domain sending_ip`],
  'users.messages.email.Delivery': ['uedt', `${email} ${esp} sending_ip`],
  'users.messages.email.MarkAsSpam': ['uedt', `${email} ${esp} user_agent`],
  'users.messages.email.Open': ['uedt', `${email} ${esp} ${reader} machine_open`],
  'users.messages.email.Retry': ['uedt', `${email} ${retry}`],
  'users.messages.email.Send': ['uedt', `${email} message_extras`],
  'users.messages.email.SoftBounce': ['uedt', `${email} ${esp} bounce_reason sending_ip`],
  'users.messages.email.Unsubscribe': ['uedt', email],
  'users.messages.featureflag.Impression': [
    'uedt',
    `app_group_id ${message} app_id browser ${device} feature_flag_id_name is_unique`,
  ],
  'users.messages.inappmessage.Abort': ['uedt', `${sent} ${app} card_id dispatch_id ${abort}`],
  'users.messages.inappmessage.Click': ['uedt', `${sent} ${app} card_id dispatch_id button_id`],
  'users.messages.inappmessage.Impression': ['uedt', `${sent} ${app} card_id dispatch_id message_extras`],
  'users.messages.landingpage.Click': ['ue', `${page} target`],
  'users.messages.landingpage.FormSubmission': ['ue', page],
  'users.messages.landingpage.Impression': ['ue', `${page} liquid_enabled`],
  'users.messages.line.Abort': ['uedt', `${line} ${abort}`],
  'users.messages.line.Click': ['uedt', `${line} is_suspected_bot_click short_url url user_agent`],
  'users.messages.line.InboundReceive': ['uedt', `${line} media_id message_body`],
  'users.messages.line.Retry': ['uedt', `${line} ${retry}`],
  'users.messages.line.Send': ['uedt', `${line} message_extras`],
  'users.messages.liveactivity.Outcome': ['ue', `${activity} live_activity_event_outcome`],
  'users.messages.liveactivity.Send': ['ue', activity],
  'users.messages.newsfeedcard.Abort': ['uedt', `${oldCard} ${abort}`],
  'users.messages.newsfeedcard.Click': ['uedt', oldCard],
  'users.messages.newsfeedcard.Impression': ['uedt', oldCard],
  'users.messages.pushnotification.Abort': ['uedt', `${sent} app_id dispatch_id platform ${abort}`],
  'users.messages.pushnotification.Bounce': ['uedt', `${sent} ${ad} app_id dispatch_id platform`],
  'users.messages.pushnotification.InfluencedOpen': ['uedt', `${sent} app_id ${device}`],
  'users.messages.pushnotification.IosForeground': ['uedt', `${sent} ${app} dispatch_id`],
  'users.messages.pushnotification.Open': ['uedt', `${sent} ${app} dispatch_id button_action_type button_string`],
  'users.messages.pushnotification.Retry': ['uedt', `${sent} app_id dispatch_id platform ${retry}`],
  'users.messages.pushnotification.Send': [
    'uedt',
    `${sent} ${ad} app_id dispatch_id platform locale_key message_extras`,
  ],
  'users.messages.rcs.Abort': ['ue', `app_group_id ${message} subscription_group_id ${abort}`],
  'users.messages.rcs.Click': [
    'ued',
    `${sent} ${bot} element_label element_type interaction_type short_url subscription_group_id url user_agent user_phone_number`,
  ],
  'users.messages.rcs.Delivery': ['ued', `${phone} dispatch_id from_rcs_sender`],
  'users.messages.rcs.InboundReceive': [
    'ue',
    `${sent} action media_urls message_body subscription_group_id to_rcs_sender user_phone_number`,
  ],
  'users.messages.rcs.Read': ['ue', `app_group_id ${message} to_phone_number`],
  'users.messages.rcs.Rejection': [
    'ued',
    `${phone} dispatch_id error from_rcs_sender is_sms_fallback provider_error_code`,
  ],
  'users.messages.rcs.Send': ['ued', `${phone} category dispatch_id from_rcs_sender message_extras`],
  'users.messages.sms.Abort': ['ue', `app_group_id ${message} subscription_group_id ${abort}`],
  'users.messages.sms.CarrierSend': ['uedt', `${phone} dispatch_id from_phone_number`],
  'users.messages.sms.Delivery': ['uedt', `${phone} dispatch_id from_phone_number`],
  'users.messages.sms.DeliveryFailure': ['uedt', `${phone} dispatch_id error provider_error_code`],
  'users.messages.sms.InboundReceive': [
    'ue',
    `app_group_id ${message} action inbound_phone_number media_urls message_body subscription_group_id user_phone_number`,
  ],
  'users.messages.sms.Rejection': ['uedt', `${phone} dispatch_id error from_phone_number provider_error_code`],
  'users.messages.sms.Retry': ['ue', `app_group_id ${message} subscription_group_id ${retry}`],
  'users.messages.sms.Send': ['uedt', `${phone} category dispatch_id message_extras`],
  'users.messages.sms.ShortLinkClick': ['uedt', `app_group_id ${message} short_url url user_agent user_phone_number`],
  'users.messages.survey.Response': [
    'uedt',
    `app_group_id ${message} ${app} ${profile} answer_long_string answer_multiple_strings answer_single_boolean answer_single_number answer_single_string answer_type browser canvas_step_message_variation_api_id landing_page_api_id landing_page_name message_extras question_id question_reporting_id response_id survey_completion_status survey_id survey_session_id`,
  ],
  'users.messages.webhook.Abort': ['uedt', `${sent} dispatch_id ${abort}`],
  'users.messages.webhook.Failure': [
    'ue',
    `${sent} content_length dispatch_id endpoint_url host http_status_code is_terminal raw_response retry_count url_path webhook_duration webhook_failure_source`,
  ],
  'users.messages.webhook.Retry': ['uedt', `${sent} dispatch_id ${retry}`],
  'users.messages.webhook.Send': ['uedt', `${sent} dispatch_id message_extras`],
  'users.messages.whatsapp.Abort': [
    'uedt',
    `app_group_id ${message} bsuid dispatch_id subscription_group_id to_phone_number ${abort}`,
  ],
  'users.messages.whatsapp.Click': ['uedt', `app_group_id ${message} short_url url user_agent user_phone_number`],
  'users.messages.whatsapp.Delivery': ['uedt', whatsapp],
  'users.messages.whatsapp.Failure': ['uedt', `${whatsapp} provider_error_code provider_error_title`],
  'users.messages.whatsapp.InboundReceive': [
    'uedt',
    `app_group_id ${message} action bsuid catalog_id flow_id flow_response_json in_reply_to inbound_phone_number media_urls message_body message_id product_id quick_reply_text subscription_group_id user_phone_number`,
  ],
  'users.messages.whatsapp.Read': ['uedt', whatsapp],
  'users.messages.whatsapp.Retry': [
    'uedt',
    `app_group_id ${message} bsuid dispatch_id subscription_group_id to_phone_number ${retry}`,
  ],
  'users.messages.whatsapp.Send': ['uedt', `${whatsapp} message_extras`],
  'users.profile.Update': [
    'uet',
    'app_group_id app_id archived country custom_attributes dob email_address first_name gender home_city language last_name phone_number time_ms update_source',
  ],
}

/** When all of them happened: 2026-03-01 12:00 UTC. */
export const time = 1_772_366_400

const own = { colour: 'blue', sizes: ['s', 'm'], count: 3 }

/** What the fields hold that are no text of their own name. */
const values: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    'ad_tracking_enabled archived cache_hit in_control_group is_active is_amp is_canvas_entry is_drop is_error is_sms_fallback is_suspected_bot_click is_terminal is_unique liquid_enabled llm_owned_by_customer answer_single_boolean push_token_foreground_push_disabled push_token_provisionally_opted_in'
      .split(' ')
      .map(name => [name, true]),
  ),
  ...Object.fromEntries(
    'attempt_count cache_tokens completion_tokens content_length conversion_behavior_index duration http_status_code ios_push_token_apns_gateway prompt_tokens push_token_created_at push_token_updated_at random_bucket_number reasoning_tokens retry_count total_tokens webhook_duration'
      .split(' ')
      .map((name, index) => [name, index + 1]),
  ),
  prev_random_bucket_number: null,
  latitude: 50.73,
  longitude: 7.1,
  altitude: 60.5,
  ll_accuracy: 1.5,
  alt_accuracy: 2.5,
  answer_single_number: 3.25,
  machine_open: 'true',
  suspected_bot_click_reason: ['too_fast', 'known_scanner'],
  media_urls: ['https://media.example/1'],
  custom_properties: own,
  purchase_properties: own,
  custom_attributes: own,
  price: 19.95,
  currency: 'EUR',
  channel: 'email',
  action: 'Subscribed',
  subscription_status: 'Subscribed',
  time_ms: time * 1_000 + 250,
}

export interface CurrentsEvent {
  readonly event_type: string
  readonly id: string
  readonly time: number
  readonly user: Readonly<Record<string, string>>
  readonly properties: Readonly<Record<string, unknown>>
}

const userFields = {
  u: ['user_id', '65f0a1b2c3d4e5f601234567'],
  e: ['external_user_id', 'ann'],
  d: ['device_id', 'phone-1'],
  t: ['timezone', 'Europe/Berlin'],
} as const

/** The sample of a kind; `more` replaces its parts. */
export function sample(type: string, more: Partial<CurrentsEvent> = {}): CurrentsEvent {
  const [user, properties] = kinds[type] ?? ['uedt', 'app_group_id']
  const at = Object.keys(kinds).indexOf(type)
  return {
    event_type: type,
    id: `0b5e2f60-0000-4000-8000-${String(at).padStart(12, '0')}`,
    time,
    user: Object.fromEntries(
      Object.entries(userFields).flatMap(([letter, field]) => (user.includes(letter) ? [field] : [])),
    ),
    properties: Object.fromEntries(
      properties.split(' ').map(name => [name, Object.hasOwn(values, name) ? values[name] : `a ${name}`]),
    ),
    ...more,
  }
}
