// Written by schemas/generate.ts from workflow-exception-raised.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Something in the workflow service is not as it should be. */
export interface WorkflowExceptionRaised {
  /** The same for the same happening, whenever and by whom it is read. */
  eventId: string
  /** The case: its business key where it has one, else process: and the process instance’s id; a task of no process is its own, task: and its id. */
  subject: string
  /** When it happened: the due date that passed; of a job, when it was noticed, by the service’s clock. */
  occurredAt: number
  /** Who says so: /workflow/ and the tenant. */
  source: string
  /** What is wrong: job_failed, task_overdue, case_overdue. More may follow. */
  exception: string
  /** In words: those of whoever failed, where there are any. */
  message: string
  /** The task that is overdue. */
  taskId: null | string
  /** Its name. */
  taskName: null | string
  /** The step of the process model that it is. */
  taskDefinitionKey: null | string
  /** Who has it. */
  assignee: null | string
  /** Who may claim it. */
  candidateUsers: string[]
  /** Whose members may claim it. */
  candidateGroups: string[]
  /** Its priority. */
  priority: null | number
  /** When it, or the case, was due. */
  dueDate: null | number
  /** The job that failed. */
  jobId: null | string
  /** The topic that its workers take jobs from. */
  jobTopic: null | string
  /** The step of the process model that the job is. */
  elementId: null | string
  /** The name of that step. */
  elementName: null | string
  /** How often the job will be tried again; 0: somebody has to act. */
  retriesLeft: null | number
  /** The process instance, by the service’s id. */
  processInstanceId: null | string
  /** The case’s id in the business, where the process was given one. */
  businessKey: null | string
  /** The process definition with its version, by the service’s id. */
  processDefinitionId: null | string
  /** The process definition’s key: that of all its versions. */
  processDefinitionKey: null | string
  /** The process definition’s name. */
  processDefinitionName: null | string
  /** The variables of the process, and of the task over them, each as JSON text, as of when it was read. */
  variables: Record<string, string>
  /** Fields of the service that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const WorkflowExceptionRaised: RecordSchema<
  'signalbox.workflow.WorkflowExceptionRaised',
  WorkflowExceptionRaised
> = {
  name: 'signalbox.workflow.WorkflowExceptionRaised',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'WorkflowExceptionRaised',
    namespace: 'signalbox.workflow',
    doc: 'Something in the workflow service is not as it should be.',
    fields: [
      { name: 'eventId', type: 'string', doc: 'The same for the same happening, whenever and by whom it is read.' },
      {
        name: 'subject',
        type: 'string',
        doc: 'The case: its business key where it has one, else process: and the process instance’s id; a task of no process is its own, task: and its id.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened: the due date that passed; of a job, when it was noticed, by the service’s clock.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: /workflow/ and the tenant.' },
      {
        name: 'exception',
        type: 'string',
        doc: 'What is wrong: job_failed, task_overdue, case_overdue. More may follow.',
      },
      { name: 'message', type: 'string', doc: 'In words: those of whoever failed, where there are any.' },
      { name: 'taskId', type: ['null', 'string'], doc: 'The task that is overdue.', default: null },
      { name: 'taskName', type: ['null', 'string'], doc: 'Its name.', default: null },
      {
        name: 'taskDefinitionKey',
        type: ['null', 'string'],
        doc: 'The step of the process model that it is.',
        default: null,
      },
      { name: 'assignee', type: ['null', 'string'], doc: 'Who has it.', default: null },
      { name: 'candidateUsers', type: { type: 'array', items: 'string' }, doc: 'Who may claim it.', default: [] },
      {
        name: 'candidateGroups',
        type: { type: 'array', items: 'string' },
        doc: 'Whose members may claim it.',
        default: [],
      },
      { name: 'priority', type: ['null', 'int'], doc: 'Its priority.', default: null },
      {
        name: 'dueDate',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it, or the case, was due.',
        default: null,
      },
      { name: 'jobId', type: ['null', 'string'], doc: 'The job that failed.', default: null },
      { name: 'jobTopic', type: ['null', 'string'], doc: 'The topic that its workers take jobs from.', default: null },
      {
        name: 'elementId',
        type: ['null', 'string'],
        doc: 'The step of the process model that the job is.',
        default: null,
      },
      { name: 'elementName', type: ['null', 'string'], doc: 'The name of that step.', default: null },
      {
        name: 'retriesLeft',
        type: ['null', 'int'],
        doc: 'How often the job will be tried again; 0: somebody has to act.',
        default: null,
      },
      {
        name: 'processInstanceId',
        type: ['null', 'string'],
        doc: 'The process instance, by the service’s id.',
        default: null,
      },
      {
        name: 'businessKey',
        type: ['null', 'string'],
        doc: 'The case’s id in the business, where the process was given one.',
        default: null,
      },
      {
        name: 'processDefinitionId',
        type: ['null', 'string'],
        doc: 'The process definition with its version, by the service’s id.',
        default: null,
      },
      {
        name: 'processDefinitionKey',
        type: ['null', 'string'],
        doc: 'The process definition’s key: that of all its versions.',
        default: null,
      },
      { name: 'processDefinitionName', type: ['null', 'string'], doc: 'The process definition’s name.', default: null },
      {
        name: 'variables',
        type: { type: 'map', values: 'string' },
        doc: 'The variables of the process, and of the task over them, each as JSON text, as of when it was read.',
        default: {},
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the service that this schema does not name, each as JSON text.',
        default: {},
      },
    ],
  },
}
