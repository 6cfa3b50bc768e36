import { type FormView, form } from '../../../design/form.ts'
import { qrCode } from '../../../design/qr-code.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import type { VisitedPlace } from '../../../platform/http/route.ts'
import { authenticatorLink, keyInGroups } from './authenticator.ts'

/** A key to put into an app, and the form that takes its first code; the same at the door and on the account's page. */
export interface KeyToSetUp {
  readonly link: string
  /** The same link for a phone's camera, drawn. */
  readonly picture: string
  readonly key: string
  readonly confirm: FormView
}

export const keyToSetUp = (
  key: string,
  place: VisitedPlace,
  signsInAs: string,
  action: string,
  errors: readonly ErrorItem[],
  hidden: Readonly<Record<string, string>> = {},
): KeyToSetUp => {
  const link = authenticatorLink(key, place.name, signsInAs)
  return {
    link,
    picture: qrCode(link, 'The key as a QR code, for the camera of your phone. It is written out below.'),
    key: keyInGroups(key),
    confirm: form({
      action,
      fields: [codeField('The code your app shows now')],
      errors,
      hidden,
      button: 'Turn it on',
    }),
  }
}

export const codeField = (label: string, hint = '') =>
  ({
    kind: 'text',
    name: 'code',
    label,
    ...(hint && { hint }),
    width: 10,
    autocomplete: 'one-time-code',
    spellcheck: false,
  }) as const
