import type { Handled } from '../../frame/call.ts'
import { isArray } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Braze } from '../braze.ts'
import { refused, shown, taken } from '../route.ts'
import type { Request } from '../route.ts'
import type { Document } from './document-store.ts'
import { checkTags, iso, pageOf } from './list-page.ts'

export function listTemplates({ templates }: Braze, request: Request): Handled {
  const page = pageOf(templates.all(), request)
  return isArray(page) ? shown({ count: page.length, templates: page.map(headOf) }) : page
}

export function templateInfo({ templates }: Braze, { call }: Request): Handled {
  const template = templates.find(call.query.get('email_template_id'))
  if (!template) return refused(400, 'Invalid email_template_id')
  const { subject = '', body = '', plaintext_body = '', preheader = '', should_inline_css = false } = template.fields
  return shown({ ...headOf(template), subject, preheader, body, plaintext_body, should_inline_css })
}

export function createTemplate({ templates }: Braze, { call, body }: Request): Handled {
  const { template_name: name, subject, body: html } = body
  if (typeof name !== 'string' || name === '') return refused(400, 'Template Name is required')
  if (typeof subject !== 'string') return refused(400, 'Subject is required')
  if (typeof html !== 'string') return refused(400, 'Body is required')
  const wrong = checkTemplate(body)
  if (wrong !== undefined) return refused(400, wrong)
  return taken({ email_template_id: templates.create(body, call.atMs).id })
}

export function updateTemplate({ templates }: Braze, { call, body }: Request): Handled {
  const { email_template_id: id, ...change } = body
  const template = templates.find(id)
  if (!template) return refused(400, 'Invalid email_template_id')
  const wrong = checkTemplate(change)
  if (wrong !== undefined) return refused(400, wrong)
  templates.update(template, change, call.atMs)
  return taken()
}

function checkTemplate({ tags, should_inline_css: inline }: JsonObject): string | undefined {
  if (inline !== undefined && typeof inline !== 'boolean') {
    return 'Invalid value for should_inline_css. One of true or false was expected'
  }
  return checkTags(tags)
}

function headOf({ id, createdMs, updatedMs, fields }: Document): JsonObject {
  return {
    email_template_id: id,
    template_name: fields['template_name'],
    description: fields['description'] ?? '',
    created_at: iso(createdMs),
    updated_at: iso(updatedMs),
    tags: fields['tags'] ?? [],
  }
}
