import { Type } from 'typebox'
import { needKindCodes, needKinds } from '../../kernel/need-kind.ts'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import { findPerson, identifyingParts } from '../people/index.ts'
import { accessNeedToDecide } from './access.ts'
import { saveNeedDescription } from './help-request-store.ts'
import { urgencies } from './words.ts'

/** Says what a need is, how soon, in words that identify nobody: what an organisation will see before it says yes. */
export const describeNeed = command({
  name: 'requests.describe-need',
  allow: 'request.triage',
  input: Type.Object({
    needId: Type.String({ format: 'uuid' }),
    description: Type.String({
      minLength: 10,
      maxLength: 500,
      mend: 'Describe the need in 10 to 500 characters, naming nobody',
    }),
    urgency: Type.Enum(Object.keys(urgencies), { mend: 'Choose how soon help is needed' }),
    kind: Type.Enum(needKindCodes, {
      mend: `Choose one of: ${needKindCodes.map(kind => needKinds[kind].label).join(', ')}`,
    }),
  }),
  async run(tx, { needId, description, urgency, kind }) {
    const found = await accessNeedToDecide(tx, needId, 'change')
    if (isRefusal(found)) return found
    const { need, request } = found
    if (need.state !== 'waiting')
      return refuse(
        'need-has-moved-on',
        'Somebody has been asked in these words already, or it is closed. Take the question back first.',
      )
    const person = await findPerson(tx, request.personId)
    const named = person ? identifyingParts(person, description) : []
    if (named.length)
      return refuse(
        'description-identifies',
        `Take out "${named[0]}": whoever is asked must not be able to tell who this is before they say yes.`,
        'description',
      )
    await saveNeedDescription(tx, need.needId, { description: description.trim(), urgency, kind })
    return { recordId: need.needId }
  },
})
