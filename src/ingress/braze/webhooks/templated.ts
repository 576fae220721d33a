import { z } from 'zod'
import { parseTime } from '../../frame/rfc3339.ts'
import { exactJson, unmarked } from '../exact-numbers.ts'

/**
 * Fields of a body that was rendered with Liquid. Whatever a marketer's template makes is text first: an attribute that is not there renders as nothing, a number or boolean in
 * quotes as text. So blank counts as absent, texts that say a number, boolean or time are taken for it, and Liquid that was not rendered is refused.
 */

type Given = string | number | boolean | null | undefined

const scalar = z.union([z.string(), z.number(), z.boolean()], 'must be text, a number or a boolean').nullish()

/** The field as text without blanks around it; null where it is blank. */
function said(given: Given): string | null {
  const text = given === null || given === undefined ? '' : unmarked(String(given)).trim()
  return text === '' ? null : text
}

const unrendered = /\{\{|\{%|\$\{/

/** Reads the text of a field that is not blank; a string that comes back is what is wrong with it. */
type Reader<T> = (text: string) => { readonly value: T } | string

const optional = <T>(read: Reader<T>) =>
  scalar.transform((given, context): T | null => {
    const text = said(given)
    if (text === null) return null
    const found = unrendered.test(text) ? 'holds Liquid that was not rendered' : read(text)
    if (typeof found !== 'string') return found.value
    context.addIssue(found)
    return z.NEVER
  })

/** As the optional one, but blank is refused. */
export const needed = <T, I>(type: z.ZodType<T | null, I>) =>
  type.transform((value, context): T => {
    if (value !== null) return value
    context.addIssue('is required')
    return z.NEVER
  })

export const text = (max: number) =>
  optional(value => (value.length > max ? `may have ${max} characters, not ${value.length}` : { value }))

export const word = (...words: readonly string[]) =>
  optional(given => {
    const value = given.toLowerCase()
    return words.includes(value) ? { value } : `must be one of ${words.join(', ')}`
  })

export const number = optional(given => {
  const value = Number(given)
  return Number.isFinite(value) ? { value } : 'must be a number'
})

export const seconds = optional(given => {
  const value = Number(given)
  return value >= 0 && value <= 31_536_000 ? { value } : 'must be seconds, up to a year'
})

/** RFC 3339, or seconds or milliseconds since 1970: what Liquid's date filter writes with %Y-%m-%dT%H:%M:%SZ and %s. */
export const time = optional(given => {
  const digits = /^(\d{10})(\.\d+)?$|^(\d{13})$/.exec(given)
  const at = digits ? Math.floor(Number(given) * (digits[1] === undefined ? 1 : 1_000)) : parseTime(given)
  return at === null
    ? 'must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970'
    : { value: at }
})

const yes: readonly string[] = ['true', 'subscribed', 'opted_in', 'opted in', 'yes', '1']
const no: readonly string[] = ['false', 'unsubscribed', 'no', '0']

/** Yes or no, also in the words of {{subscribed_state.${email_global}}}. */
const granted = optional(given => {
  const value = given.toLowerCase()
  if (yes.includes(value)) return { value: true }
  return no.includes(value) ? { value: false } : 'must be true or false, or subscribed, opted_in or unsubscribed'
})

const mostEntries = 200

/** An object whose values are read one by one; blank ones are left out. */
const entries = <T, I>(values: z.ZodType<T | null, I>) =>
  z
    .record(z.string().min(1).max(255), values)
    .nullish()
    .transform((given, context): Record<string, T> => {
      const all = Object.entries(given ?? {})
      if (all.length > mostEntries) context.addIssue(`may have ${mostEntries} fields`)
      return Object.fromEntries(all.flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
    })

const textOrJson = z.unknown().transform((given, context): string | null => {
  if (given === null || given === undefined || given === '') return null
  const json = typeof given === 'string' ? unmarked(given) : exactJson(given)
  if (json === null) context.addIssue('is nested too deeply')
  else if (typeof given === 'string' && unrendered.test(json)) context.addIssue('holds Liquid that was not rendered')
  return json
})

const json = z.unknown().transform((given, context): string | null => {
  if (given === null || given === undefined || given === '') return null
  const text = exactJson(given)
  if (text === null) context.addIssue('is nested too deeply')
  else if (unrendered.test(text)) context.addIssue('holds Liquid that was not rendered')
  return text
})

/** Names with texts; what is no text is given as JSON. */
export const texts = entries(textOrJson)
/** Names with JSON texts. */
export const jsonTexts = entries(json)
/** Purposes with yes or no. */
export const consents = entries(granted)
