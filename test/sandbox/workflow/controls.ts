import { z } from 'zod'
import type { Control } from '../frame/control/control.ts'
import { everything, showHistoricProcess, showHistoricTask, showJob } from './api/views.ts'
import type { Engines } from './engines.ts'
import type { Engine } from './engine/engine.ts'
import { settingsSchema } from './settings.ts'
import type { Settings } from './settings.ts'

const body = z.record(z.string(), z.unknown())

/** What tests may look at and add, whatever the tenant. */
export function workflowControls(engines: Engines, settings: () => Settings): readonly Control[] {
  const inAny = (find: (engine: Engine) => object | undefined): object | undefined => {
    for (const engine of engines.all) {
      const found = find(engine)
      if (found) return found
    }
    return undefined
  }
  /** Checked as the settings are, so that a wrong field is named. */
  const read = (added: Partial<Record<'tasks' | 'processInstances', unknown>>): Settings =>
    settingsSchema.parse({ ...settings(), tasks: [], processInstances: [], ...added })
  return [
    {
      method: 'GET',
      path: '/_sandbox/tasks/',
      handle: ({ tail }) =>
        inAny(engine => {
          const task = engine.tasks.find(tail)
          return task && showHistoricTask(engine, task, everything)
        }),
    },
    {
      method: 'GET',
      path: '/_sandbox/processes/',
      handle: ({ tail }) =>
        inAny(engine => {
          const process = engine.processes.get(tail)
          return process && showHistoricProcess(engine, process, true)
        }),
    },
    {
      method: 'GET',
      path: '/_sandbox/jobs/',
      handle: ({ tail }) =>
        inAny(engine => {
          const job = engine.jobs.find(tail)
          return job && showJob(job)
        }),
    },
    {
      method: 'POST',
      path: '/_sandbox/tasks',
      handle(request) {
        for (const series of read({ tasks: [body.parse(request.body)] }).tasks) engines.addTasks(series)
        return { message: 'made' }
      },
    },
    {
      method: 'POST',
      path: '/_sandbox/processes',
      handle(request) {
        for (const series of read({ processInstances: [body.parse(request.body)] }).processInstances)
          engines.addProcesses(series)
        return { message: 'started' }
      },
    },
  ]
}
