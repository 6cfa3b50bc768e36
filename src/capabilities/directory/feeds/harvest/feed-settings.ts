import { type FormView, form } from '../../../../design/form.ts'
import type { ErrorItem } from '../../../../design/view-models.ts'
import { chosen, typedLine } from '../../../../platform/http/typed.ts'
import { paces } from './feed-words.ts'

/** The settings of a feed as a form, and read back from it. */

export function feedForm(
  action: string,
  values: Readonly<Record<string, unknown>>,
  errors: readonly ErrorItem[],
  button: string,
): FormView {
  return form({
    action,
    values,
    errors,
    button,
    fields: [
      {
        kind: 'text',
        name: 'name',
        label: 'Whose directory is it?',
        hint: 'People read: “From the directory of …”',
        autocomplete: 'off',
      },
      {
        kind: 'text',
        name: 'address',
        label: 'Address of the feed',
        hint: 'Like https://feed.example/services. Open Referral UK 1.0 or 3.0, or HSDS 3',
        spellcheck: false,
        autocomplete: 'off',
      },
      { kind: 'select', name: 'everyHours', label: 'How often is it fetched?', options: paces },
      {
        kind: 'radios',
        name: 'asksFor',
        label: 'What is asked for?',
        options: [
          { value: 'everything', text: 'Everything, each time' },
          {
            value: 'changes',
            text: 'What changed, and everything once a week',
            hint: 'Only for feeds that know modified_after (HSDS 3)',
          },
        ],
      },
      {
        kind: 'text',
        name: 'licence',
        label: 'Licence',
        hint: 'Shown with each entry, like “Open Government Licence 3.0”',
        optional: true,
        autocomplete: 'off',
      },
      { kind: 'text', name: 'attribution', label: 'Words they ask to be shown', optional: true, autocomplete: 'off' },
    ],
  })
}

export const settingsIn = (body: Readonly<Record<string, unknown>>) => ({
  name: typedLine(body.name),
  address: typedLine(body.address),
  everyHours: Number(
    chosen(
      body.everyHours,
      paces.map(({ value }) => value),
    ) ?? 0,
  ),
  asksFor: chosen(body.asksFor, ['everything', 'changes'] as const) ?? ('' as 'everything'),
  licence: typedLine(body.licence),
  attribution: typedLine(body.attribution),
})
