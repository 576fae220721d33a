import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FlowSettings } from './index.ts'

/** What development runs with where no file is named. */
export const exampleFile = join(import.meta.dirname, '../../processors/flows.json')

export const exampleFlows = FlowSettings.parse(JSON.parse(readFileSync(exampleFile, 'utf8')))
