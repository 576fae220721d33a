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

/** Every metric there is, with its unit in its name, in one list. One value per process; made anew in each test. */
export function createMetrics() {
  const registry = new Registry()
  const { counter, gauge, histogram } = makersOf([registry])
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    ingressEvents: counter(
      'signalbox_ingress_events_total',
      'Events by what became of them: accepted, rejected, unavailable',
      ['adapter', 'result'],
    ),
    ingressSeconds: histogram('signalbox_ingress_request_duration_seconds', 'From a request’s arrival to its answer', [
      'adapter',
      'status',
    ]),
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
    deadLetters: counter('signalbox_dead_letters_total', 'Records that went to the dead letters', ['stage', 'reason']),
    ...deliveryMetrics(makersOf([registry])),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
