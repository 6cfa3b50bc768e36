import { Type } from 'typebox'
import { isRefusal } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { offerToThese } from '../asking/decide-on-task.ts'
import { PutInput, putToVolunteers } from './put-to-volunteers.ts'

/** Puts a need to volunteers and asks those whom a coordinator ticked, both or neither. */
export const putAndAsk = command({
  name: 'matching.put-and-ask',
  allow: 'volunteer.ask',
  input: Type.Object({
    ...PutInput.properties,
    volunteerIds: Type.Array(Type.String({ format: 'uuid' }), {
      minItems: 1,
      maxItems: 20,
      mend: 'Tick whom to ask, up to 20 people, or let the rules ask',
    }),
  }),
  async run(tx, { volunteerIds, ...put }) {
    const done = await putToVolunteers.run(tx, put)
    return isRefusal(done) ? done : offerToThese.run(tx, { taskId: done.taskId, volunteerIds })
  },
})
