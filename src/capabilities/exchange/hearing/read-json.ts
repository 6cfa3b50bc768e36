import type { Resource } from '@medplum/fhirtypes'
import { type Fault, fault, unprocessable } from '../outcome.ts'
import { shapeIssues } from './shapes.ts'

/** Deeper than any resource, and shallow enough for whoever walks through it. */
const mostDeep = 40

const isTooDeep = (text: string): boolean => {
  let deep = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (inString) {
      if (sign === '\\') at++
      else if (sign === '"') inString = false
    } else if (sign === '"') inString = true
    else if (sign === '{' || sign === '[') {
      if (++deep > mostDeep) return true
    } else if (sign === '}' || sign === ']') deep--
  }
  return false
}

/**
 * Reads a payload: JSON of FHIR in UTF-8, a resource of the type that is taken here, every element of it one that R4 has.
 * @returns the resource, or what is wrong with it: 415 for another media type, 400 for no JSON, 422 for JSON that is no such resource.
 */
export const readJson = (
  bytes: Buffer | null,
  contentType: string | null,
  takes: 'Task' | 'Subscription' | 'Bundle',
): Resource | Fault => {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map(part => part.trim().toLowerCase())
  if (type !== 'application/fhir+json' && type !== 'application/json')
    return fault(415, 'not-supported', 'Send JSON, with “Content-Type: application/fhir+json”.')
  const charset = parameters
    .find(parameter => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '')
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    return fault(415, 'not-supported', 'Send UTF-8: FHIR is always in UTF-8.')
  if (!bytes) return fault(400, 'required', `Send a ${takes} as the body.`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return fault(400, 'structure', 'The body is not UTF-8: some of its bytes are no letters in it.')
  }
  if (isTooDeep(text)) return fault(422, 'structure', `The body is nested deeper than ${mostDeep} levels.`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fault(400, 'structure', 'The body is not JSON: it breaks off, or a sign is missing or in the wrong place.')
  }
  const issues = shapeIssues(value, takes)
  return issues.length > 0 ? unprocessable(issues) : (value as Resource)
}
