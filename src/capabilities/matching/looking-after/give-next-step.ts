import { Type } from 'typebox'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { accessVolunteer, askToRing, findNextStep, tellNextStep } from '../../volunteers/index.ts'
import { countContacts } from '../count-contacts.ts'
import { mayBeContacted } from '../offer-rules.ts'
import { holdOffersOfPlace } from '../task-store.ts'
import { chooseFor } from './next-steps-job.ts'

/** What whoever looks after volunteers does for one who was not asked for long. */

const volunteerId = Type.String({ format: 'uuid', mend: 'Choose a volunteer' })

/** Told twice within this time, a next step is none. */
const againAfterHours = 24

/** Chooses a next step for somebody now, by the rules by which everybody is told one, and tells them. */
export const giveNextStep = command({
  name: 'matching.give-next-step',
  allow: 'volunteer.look-after',
  input: Type.Object({ volunteerId }),
  async run(tx, input) {
    await holdOffersOfPlace(tx)
    const volunteer = await accessVolunteer(tx, input.volunteerId)
    if (isRefusal(volunteer)) return volunteer
    if (volunteer.state !== 'active')
      return refuse('not-active', 'They are paused or have stopped, so nothing is told to them now.')
    return tx.house(async () => {
      const last = await findNextStep(tx, volunteer.volunteerId)
      if (last && last.kind !== 'welcome' && tx.now.getTime() - last.toldAt.getTime() < againAfterHours * 3_600_000)
        return refuse(
          'told-already',
          'They were told a next step within the last day. Ring them if there is something to add.',
        )
      const [chosen] = await chooseFor(tx, [volunteer.volunteerId], 'everybody')
      if (!chosen)
        return refuse(
          'contacted-enough',
          'They were asked as often as they want to be in the last seven days. Wait a few days before asking them something more.',
        )
      const { step } = chosen
      const told = await tellNextStep.run(tx, {
        volunteerId: volunteer.volunteerId,
        ...step,
        says: { ...step.says, sentences: [...step.says.sentences] },
      })
      if (isRefusal(told)) return told
      return { recordId: volunteer.volunteerId as string, told: step.says.title }
    })
  },
})

/** Puts a call to somebody among the calls to make. */
export const putOnCalls = command({
  name: 'matching.put-on-calls',
  allow: 'volunteer.look-after',
  input: Type.Object({ volunteerId, because: Type.String({ maxLength: 200 }) }),
  async run(tx, input) {
    await holdOffersOfPlace(tx)
    const volunteer = await accessVolunteer(tx, input.volunteerId)
    if (isRefusal(volunteer)) return volunteer
    const contacts = await countContacts(tx, [volunteer.volunteerId])
    if (!mayBeContacted(contacts.thisWeek(volunteer.volunteerId), volunteer.mostOffersAWeek))
      return refuse(
        'contacted-enough',
        'They were asked as often as they want to be in the last seven days. Wait a few days before ringing them.',
      )
    const asked = await askToRing(tx, volunteer, input.because)
    return isRefusal(asked) ? asked : { recordId: volunteer.volunteerId as string }
  },
})
