import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What makes the metrics of a registry. */
const makersOf = (registers: Registry[]) => ({
  counter: <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name, help, labelNames, registers }),
  gauge: <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Gauge({ name, help, labelNames, registers }),
  histogram: <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Histogram({ name, help, labelNames, registers, buckets: seconds }),
})

/** Those of the receivers. `source`: the endpoint, such as http, and the sender behind a dot where it has a name, such as http.shop. */
const ingressMetrics = ({ counter, gauge, histogram }: ReturnType<typeof makersOf>) => ({
  ingressEvents: counter(
    'signalbox_ingress_events_total',
    'Events by what became of them: accepted, rejected (dead letters, or told to the sender), unavailable (Kafka did not acknowledge)',
    ['source', 'result'],
  ),
  ingressRefused: counter('signalbox_ingress_requests_refused_total', 'Requests answered with a problem, by its kind', [
    'source',
    'reason',
  ]),
  ingressBytes: counter('signalbox_ingress_received_bytes_total', 'Bytes of request bodies, as they were sent', [
    'source',
  ]),
  ingressOpen: gauge('signalbox_ingress_open_requests', 'Requests that are being worked on', ['source']),
  ingressSeconds: histogram('signalbox_ingress_request_duration_seconds', 'From a request’s arrival to its answer', [
    'source',
    'status',
  ]),
})

/** Those of deliveries. */
const deliveryMetrics = ({ counter, gauge, histogram }: ReturnType<typeof makersOf>) => ({
  deliveries: counter('signalbox_deliveries_total', 'Commands by what became of them: delivered, rejected, in_doubt', [
    'destination',
    'outcome',
  ]),
  calls: histogram('signalbox_delivery_call_duration_seconds', 'One call to a destination', [
    'destination',
    'endpoint',
    'result',
  ]),
  retries: counter('signalbox_delivery_retries_total', 'Commands that will be sent again', ['destination', 'reason']),
  breaker: gauge(
    'signalbox_delivery_state',
    'Which state an endpoint of a destination is in: 1 for that one of closed (all is well), open (it is down), probing, recovering, and 0 for the others',
    ['destination', 'endpoint', 'state'],
  ),
  held: gauge('signalbox_delivery_held_state', '1 while an operator holds the destination, 0 otherwise', [
    'destination',
  ]),
  parkedSubjects: gauge(
    'signalbox_delivery_parked_subjects',
    'Subjects whose next command waits for another attempt, or for what is known of the last one',
    ['destination'],
  ),
  storedCommands: gauge('signalbox_delivery_parked_commands', 'Commands that wait in the ledger', ['destination']),
  inDoubt: gauge(
    'signalbox_delivery_in_doubt_commands',
    'Commands of which nobody knows whether they were applied: being looked up, or waiting for a person',
    ['destination'],
  ),
  allowedCalls: gauge(
    'signalbox_delivery_allowed_calls_per_second',
    'Calls that this process makes at most, by what the destination allows and the part of the tasks it owns',
    ['destination', 'endpoint'],
  ),
})

/** Those of pollers. */
const pollMetrics = ({ counter, gauge }: ReturnType<typeof makersOf>) => ({
  pollRounds: counter(
    'signalbox_poll_rounds_total',
    'Rounds in which a poller has asked its source for all that changed',
    ['poller'],
  ),
  pollChanges: counter('signalbox_poll_changes_total', 'Changes that a poller has told, by the schema of the event', [
    'poller',
    'kind',
  ]),
  pollRequests: counter('signalbox_poll_requests_total', 'Requests that a poller has made', ['poller']),
  pollErrors: counter('signalbox_poll_errors_total', 'Steps of a poller that failed; they are made again', [
    'poller',
    'reason',
  ]),
  pollBehind: gauge(
    'signalbox_poll_behind_seconds',
    'How far what a poller has told lies behind its server’s clock; only in the process that polls',
    ['poller'],
  ),
  pollState: gauge('signalbox_poll_state_records', 'Rows that a poller remembers; only in the process that polls', [
    'poller',
  ]),
})

/** Every metric there is, with its unit in its name, in one list. One value per process; made anew in each test. */
export function createMetrics() {
  const registry = new Registry()
  const { counter, gauge, histogram } = makersOf([registry])
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    ...ingressMetrics(makersOf([registry])),
    publishSeconds: histogram('signalbox_publish_duration_seconds', 'One produce call of the ingress, acks=all', []),
    records: counter('signalbox_stage_records_total', 'Input records that a stage has committed', ['stage']),
    commitSeconds: histogram(
      'signalbox_stage_commit_duration_seconds',
      'One transaction of a stage, from begin to end',
      ['stage'],
    ),
    aborted: counter(
      'signalbox_stage_transactions_aborted_total',
      'Transactions given up; their records were processed again',
      ['stage'],
    ),
    rebalances: counter('signalbox_stage_rebalances_total', 'Assignments a stage has received', ['stage']),
    tasks: gauge('signalbox_stage_tasks', 'Tasks a stage holds in this process', ['stage']),
    lagSeconds: gauge(
      'signalbox_stage_lag_seconds',
      'Age of the oldest record that a task has not processed; 0 where there is none',
      ['stage', 'task'],
    ),
    lag: gauge('signalbox_stage_lag_records', 'Records between a task’s position and the end of its inputs', [
      'stage',
      'task',
    ]),
    restoring: gauge(
      'signalbox_stage_restore_left_records',
      'Records of a topic that are left to be read back before work begins',
      ['topic'],
    ),
    restored: counter('signalbox_stage_restored_rows_total', 'State rows read back from the changelog', ['stage']),
    decisions: counter('signalbox_decisions_total', 'Events a processor did not act on', ['processor', 'reason']),
    misplaced: counter(
      'signalbox_misplaced_records_total',
      'Records that a source wrote into a partition that their key does not belong to: moved to the right one, or refused (rows of tables)',
      ['topic', 'source'],
    ),
    deadLetters: counter('signalbox_dead_letters_total', 'Records that went to the dead letters', ['stage', 'reason']),
    ...deliveryMetrics(makersOf([registry])),
    ...pollMetrics(makersOf([registry])),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
