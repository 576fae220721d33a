import { z } from 'zod'
import { isArray } from '../../json.ts'
import { badRequest, conflict, notFound } from './refusal.ts'

export interface Variable {
  readonly name: string
  readonly type: string
  readonly value: unknown
}

const variableSchema = z.object({ name: z.string().min(1), value: z.unknown().optional(), type: z.string().optional() })

/** Reads the `variables` of a request; an absent list is an empty one. */
export function readVariables(value: unknown): Variable[] {
  if (value === undefined || value === null) return []
  if (!isArray(value)) throw badRequest('Variables must be an array.')
  return value.map(readVariable)
}

export function readVariable(value: unknown): Variable {
  const { data, success } = variableSchema.safeParse(value)
  if (!success) throw badRequest('Variable name is required')
  return { name: data.name, type: data.type ?? typeOf(data.value), value: data.value ?? null }
}

/** Variables from a plain object, as settings give them. */
export function variablesOf(values: Readonly<Record<string, unknown>>): Variable[] {
  return Object.entries(values).map(([name, value]) => ({ name, type: typeOf(value), value }))
}

export function findVariable(variables: readonly Variable[], name: string): Variable {
  const found = variables.find(variable => variable.name === name)
  if (!found) throw notFound(`Could not find a variable with name '${name}'.`)
  return found
}

/** Puts variables in, over those of the same name. */
export function setVariables(variables: Variable[], changes: readonly Variable[]): void {
  for (const change of changes) {
    const at = variables.findIndex(({ name }) => name === change.name)
    if (at === -1) variables.push(change)
    else variables[at] = change
  }
}

/** Puts new variables in, all or none. */
export function createVariables(variables: Variable[], created: readonly Variable[]): void {
  const present = created.find(({ name }) => variables.some(variable => variable.name === name))
  if (present) throw conflict(`Variable '${present.name}' is already present.`)
  setVariables(variables, created)
}

export function plainVariables(variables: readonly Variable[]): Record<string, unknown> {
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]))
}

function typeOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'double'
  if (typeof value === 'object' && value !== null) return 'json'
  return typeof value === 'boolean' ? 'boolean' : 'string'
}
